import type { CutGroup } from './cut-group.ts';

/** Waits, in ms, or until the group ends. */
export function rest(milliseconds: number, until: CutGroup): Promise<void> {
  return new Promise((resolve) => {
    if (until.isCut) {
      resolve();
      return;
    }
    const cutter = until.add(() => {
      clearTimeout(timer);
      resolve();
    });
    const timer = setTimeout(
      () => {
        until.delete(cutter);
        resolve();
      },
      Math.max(0, milliseconds),
    );
  });
}

/** Settles with the work, or is `undefined` when the group ends first. */
export function unlessCut<T>(work: Promise<T>, group: CutGroup): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const cutter = group.add(() => resolve(undefined));
    work.then(resolve, reject).finally(() => group.delete(cutter));
  });
}
