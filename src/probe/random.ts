/** A repeatable source of numbers, uniform in [0, 1), from any text: mulberry32 over an FNV-1a hash. */
export function randomFrom(seed: string): () => number {
  let state = fnv1a(seed);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A label such as `cg3f9a1c` that no real host or path has. */
export function randomLabel(random: () => number): string {
  return `cg${Math.floor(random() * 0x1000000)
    .toString(16)
    .padStart(6, '0')}`;
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
