import type { Peer, Reading } from './peer.ts';

/** Says in one line of JSON what `--latency` says in prose, and p95 besides; costs nothing per request. */
const SUMMARY = `done = function(summary, latency)
  local e = summary.errors
  io.write(string.format(
    '{"requests":%d,"errors":%d,"seconds":%.6f,"p50":%.3f,"p95":%.3f,"p99":%.3f}\\n',
    summary.requests, e.connect + e.read + e.write + e.status + e.timeout, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3))
end
`;

export const wrk: Peer = {
  name: 'wrk',
  versionArguments: ['--version'],
  loops: ['static'],

  call(program, { url, connections, seconds }) {
    const amount = ['-t', '1', '-c', String(connections), '-d', `${seconds}s`];
    return { command: [...program, ...amount, '-s', 'summary.lua', url], files: { 'summary.lua': SUMMARY } };
  },

  read(output) {
    const line = output.split('\n').find((it) => it.startsWith('{'));
    if (line === undefined) throw new Error('wrk printed no summary');
    return JSON.parse(line) as Reading;
  },
};
