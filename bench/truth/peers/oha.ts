import { inMilliseconds, type Peer } from './peer.ts';

/** With its correction, latencies count from when the rate wanted the request. */
export const oha: Peer = {
  name: 'oha',
  loop: 'open, latency correction',
  program: 'oha',
  version: ['--version'],
  commands: ({ url, rate, seconds, waiting }) => [
    [
      ...['--no-tui', '--output-format', 'json', '--latency-correction', '-w'],
      ...['-q', String(rate), '-z', `${seconds}s`, '-c', String(waiting), url],
    ],
  ],
  read: (text) => {
    const { p50, p95, p99 } = JSON.parse(text).latencyPercentiles;
    return { percentiles: inMilliseconds({ p50, p95, p99 }, 1000) };
  },
};
