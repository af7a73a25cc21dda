import { inMilliseconds, type Load, type Peer, WORKERS } from './peer.ts';

/** Closed loop: it knows no rate, so each connection pauses between its requests, which comes near to one. */
export const wrk: Peer = {
  name: 'wrk',
  loop: `closed, ${WORKERS} connections that pause`,
  program: 'wrk',
  version: ['-v'],
  files: (load) => ({ 'truth.lua': scriptOf(load) }),
  commands: ({ url, seconds }) => [
    ['-t', '1', '-c', String(WORKERS), '-d', `${seconds}s`, '--timeout', '10s', '-s', 'truth.lua', url],
  ],
  read: (text) => {
    const line = /^\{.*\}$/m.exec(text)?.[0];
    if (line === undefined) throw new Error('the script printed no result');
    return { percentiles: inMilliseconds(JSON.parse(line), 0.001) };
  },
};

/** Pauses are random, or all connections would go on in step; its own table has no p95, its script interface has. */
function scriptOf({ rate, meanDelay }: Load): string {
  const pause = Math.max(0, (1000 * WORKERS) / rate - meanDelay);
  return `function delay() return math.random(0, ${Math.round(2 * pause)}) end
function done(summary, latency)
  io.write(string.format('\\n{"p50":%d,"p95":%d,"p99":%d}\\n',
    latency:percentile(50), latency:percentile(95), latency:percentile(99)))
end
`;
}
