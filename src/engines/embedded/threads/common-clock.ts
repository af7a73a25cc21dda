/** Each thread counts from its own start; all of them see the same monotonic clock of the machine. */
const machine = (): number => Number(process.hrtime.bigint()) / 1e6;

const READINGS = 8;

/** What the machine's clock shows when `now` shows 0, in ms, to a few microseconds. */
export function originOf(now: () => number): number {
  let origin = 0;
  let width = Number.POSITIVE_INFINITY;
  // Between two readings this thread may be put aside: the closest pair tells most.
  for (let reading = 0; reading < READINGS; reading += 1) {
    const before = now();
    const between = machine();
    const after = now();
    if (after - before >= width) continue;
    width = after - before;
    origin = between - (before + after) / 2;
  }
  return origin;
}

/** The clock whose origin is given, read in this thread. */
export function clockFrom(origin: number): () => number {
  const offset = originOf(() => performance.now()) - origin;
  return () => performance.now() + offset;
}
