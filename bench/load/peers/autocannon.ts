import type { Peer } from './peer.ts';

interface Result {
  readonly duration: number;
  readonly errors: number;
  readonly non2xx: number;
  readonly '2xx': number;
  readonly latency: { readonly p50: number; readonly p99: number };
}

/** Open loops are left out: autocannon sends each second's share in one burst. It reports no p95. */
export const autocannon: Peer = {
  name: 'autocannon',
  versionArguments: ['--version'],
  loops: ['static'],

  call(program, { url, connections, seconds }) {
    const amount = ['-c', String(connections), '-d', String(seconds)];
    return { command: [...program, ...amount, '--json', '--no-progress', url] };
  },

  read(output) {
    const result = JSON.parse(output.slice(output.indexOf('{'))) as Result;
    return {
      requests: result['2xx'] + result.non2xx,
      errors: result.errors + result.non2xx,
      seconds: result.duration,
      p50: result.latency.p50,
      p95: null,
      p99: result.latency.p99,
    };
  },
};
