/** How far a reader of bytes has come: it needs more of them, has read all that is its own, or met a fault. */
export type Progress = typeof NEED_MORE | typeof DONE | typeof BROKEN;

export const NEED_MORE = 0;
export const DONE = 1;
export const BROKEN = 2;
