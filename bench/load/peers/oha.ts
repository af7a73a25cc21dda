import type { Peer } from './peer.ts';

interface Result {
  readonly summary: { readonly total: number };
  readonly latencyPercentiles: Readonly<Record<string, number | null>>;
  readonly statusCodeDistribution: Readonly<Record<string, number>>;
  readonly errorDistribution: Readonly<Record<string, number>>;
}

/** What is under way at the end is cut by design; that is no error. */
const CUT = 'aborted due to deadline';

export const oha: Peer = {
  name: 'oha',
  versionArguments: ['--version'],
  loops: ['static', 'open'],

  call(program, { url, connections, seconds, rate }) {
    const amount = ['-c', String(connections), '-z', `${seconds}s`];
    const pace = rate === undefined ? [] : ['-q', String(rate), '--latency-correction'];
    const format = ['--no-tui', '--output-format', 'json', '--insecure'];
    // One thread, as there is one core.
    const environment = { TOKIO_WORKER_THREADS: '1' };
    return { command: [...program, ...amount, ...pace, ...format, url], environment };
  },

  read(output) {
    const result = JSON.parse(output) as Result;
    const unexpected = Object.entries(result.statusCodeDistribution).filter(([status]) => status !== '200');
    const broken = Object.entries(result.errorDistribution).filter(([cause]) => cause !== CUT);
    return {
      requests: sum(Object.values(result.statusCodeDistribution)),
      errors: sum([...unexpected, ...broken].map(([, count]) => count)),
      seconds: result.summary.total,
      p50: milliseconds(result.latencyPercentiles['p50']),
      p95: milliseconds(result.latencyPercentiles['p95']),
      p99: milliseconds(result.latencyPercentiles['p99']),
    };
  },
};

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

function milliseconds(seconds: number | null | undefined): number | null {
  return seconds === null || seconds === undefined ? null : seconds * 1000;
}
