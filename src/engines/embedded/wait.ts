import type { CutGroup } from './cut-group.ts';

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
