import type { Peer } from './peer.ts';

/** hey keeps the results of a million requests at most, so that the count follows from its rate. */
export const hey: Peer = {
  name: 'hey',
  loops: ['static'],

  call(program, { url, connections, seconds }) {
    return { command: [...program, '-z', `${seconds}s`, '-c', String(connections), url] };
  },

  read(output) {
    const seconds = numberAfter(output, /Total:\s+([\d.]+) secs/);
    return {
      requests: Math.round(seconds * numberAfter(output, /Requests\/sec:\s+([\d.]+)/)),
      errors: countOf(output, /^\s+\[(?!200\])\d+\]\s+(\d+) responses$/gm) + errorsOf(output),
      seconds,
      p50: percentile(output, 50),
      p95: percentile(output, 95),
      p99: percentile(output, 99),
    };
  },
};

function numberAfter(output: string, pattern: RegExp): number {
  const found = pattern.exec(output)?.[1];
  if (found === undefined) throw new Error(`hey printed nothing like ${pattern.source}`);
  return Number(found);
}

/** Some releases print the sign of per cent twice. */
function percentile(output: string, percent: number): number | null {
  const found = new RegExp(`^\\s+${percent}%+ in ([\\d.]+) secs`, 'm').exec(output)?.[1];
  return found === undefined ? null : Number(found) * 1000;
}

function errorsOf(output: string): number {
  return countOf(output.split('Error distribution:')[1] ?? '', /^\s+\[(\d+)\]/gm);
}

function countOf(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].reduce((sum, [, count]) => sum + Number(count), 0);
}
