import { LEVELS } from '../percentiles.ts';
import { inMilliseconds, type Peer, WORKERS } from './peer.ts';

/** Each worker has a ticker and waits for its answer: what a slow answer delays is not asked later. */
export const hey: Peer = {
  name: 'hey',
  loop: `closed, ${WORKERS} workers with a rate each`,
  program: 'hey',
  commands: ({ url, rate, seconds }) => [
    ['-c', String(WORKERS), '-q', String(rate / WORKERS), '-z', `${seconds}s`, url],
  ],
  read: (text) => {
    const told = LEVELS.map((level) => [level, percentile(text, level.slice(1))]);
    return { percentiles: inMilliseconds(Object.fromEntries(told), 1000) };
  },
};

function percentile(text: string, percent: string): number | undefined {
  const found = new RegExp(`^\\s*${percent}%+ in ([\\d.]+) secs`, 'm').exec(text);
  return found ? Number(found[1]) : undefined;
}
