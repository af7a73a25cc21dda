import { inMilliseconds, type Peer } from './peer.ts';

/** Counts from the send; it adds workers without limit, so sends are hardly ever late. */
export const vegeta: Peer = {
  name: 'vegeta',
  loop: 'open',
  program: 'vegeta',
  version: ['-version'],
  files: ({ url }) => ({ 'targets.txt': `GET ${url}\n` }),
  commands: ({ rate, seconds, waiting }) => [
    [
      'attack',
      '-targets=targets.txt',
      `-rate=${rate}/1s`,
      `-duration=${seconds}s`,
      `-connections=${waiting}`,
      '-output=results.bin',
    ],
    ['report', '-type=json', 'results.bin'],
  ],
  read: (text) => {
    const { latencies } = JSON.parse(text);
    const told = { p50: latencies['50th'], p95: latencies['95th'], p99: latencies['99th'] };
    return { percentiles: inMilliseconds(told, 1e-6) };
  },
};
