import type { CutGroup } from './transport.ts';

/** Waits, in ms, or until the group ends. */
export function rest(milliseconds: number, until: CutGroup): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      until.delete(wake);
      resolve();
    };
    const timer = setTimeout(wake, Math.max(0, milliseconds));
    until.add(wake);
  });
}

/** Settles with the work, or is `undefined` when the group ends first. */
export function unlessCut<T>(work: Promise<T>, group: CutGroup): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const give = () => resolve(undefined);
    group.add(give);
    work.then(resolve, reject).finally(() => group.delete(give));
  });
}

const TIMER = 1;
const WORTH_SPINNING = 5;

/**
 * Waits for an instant of the run's clock. Timers are good to a millisecond or so; where arrivals are far enough apart
 * that it costs little, the last bit is spun, and `spun` is told how long.
 */
export async function until(
  instant: number,
  now: () => number,
  halt: CutGroup,
  gap: number,
  spun: (milliseconds: number) => void,
): Promise<void> {
  const wait = instant - now();
  if (wait >= TIMER || gap < WORTH_SPINNING) return rest(Math.max(TIMER, Math.floor(wait)), halt);
  const began = now();
  while (now() < instant && !halt.isCut) await new Promise(setImmediate);
  spun(now() - began);
}
