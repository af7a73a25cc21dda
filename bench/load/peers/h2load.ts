import type { Peer } from './peer.ts';

/** nghttp2's generator, over HTTP/1.1; it reports no percentiles. */
export const h2load: Peer = {
  name: 'h2load',
  versionArguments: ['--version'],
  loops: ['static'],

  call(program, { url, connections, seconds }) {
    const amount = ['-t', '1', '-c', String(connections), '-D', String(seconds)];
    return { command: [...program, '--h1', ...amount, url] };
  },

  read(output) {
    const time = /^finished in ([\d.]+)(ms|s|m)?, /m.exec(output);
    const counts = /^requests: .* (\d+) done, (\d+) succeeded, /m.exec(output);
    if (!time || !counts) throw new Error('h2load printed no totals');
    const requests = Number(counts[1]);
    return {
      requests,
      errors: requests - Number(counts[2]),
      seconds: Number(time[1]) * (UNITS[time[2] ?? 's'] as number),
      p50: null,
      p95: null,
      p99: null,
    };
  },
};

const UNITS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60 };
