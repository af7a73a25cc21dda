import type { Peer } from './peer.ts';

interface Result {
  readonly requests: number;
  readonly status_codes: Readonly<Record<string, number>>;
  /** Nanoseconds. */
  readonly duration: number;
  readonly wait: number;
  readonly latencies: Readonly<Record<string, number>>;
}

/** The report is made of the results of the attack, so that both halves of the pipe are vegeta's cost. */
const PIPE =
  'set -o pipefail; printf "GET %s\\n" "$URL" | "$0" attack -insecure -keepalive "$@" | "$0" report -type=json';

export const vegeta: Peer = {
  name: 'vegeta',
  versionArguments: ['--version'],
  loops: ['static', 'open'],

  call(program, { url, connections, seconds, rate }) {
    const most = rate === undefined ? connections : 4 * connections;
    const workers = [`-workers=${connections}`, `-max-workers=${most}`, `-connections=${most}`];
    const amount = [`-rate=${rate === undefined ? '0' : `${rate}/s`}`, `-duration=${seconds}s`];
    return { command: ['bash', '-c', PIPE, ...program, ...amount, ...workers], environment: { URL: url } };
  },

  read(output) {
    const { requests, status_codes, duration, wait, latencies } = JSON.parse(output) as Result;
    return {
      requests,
      errors: requests - (status_codes['200'] ?? 0),
      seconds: (duration + wait) / 1e9,
      p50: (latencies['50th'] as number) / 1e6,
      p95: (latencies['95th'] as number) / 1e6,
      p99: (latencies['99th'] as number) / 1e6,
    };
  },
};
