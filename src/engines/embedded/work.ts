import type { User } from './user.ts';

/** What an arrival is about to do, known before anyone is free to do it. */
export interface Planned {
  readonly endpoint: string;
  readonly identityClass: string;
}

/** What the virtual users of a scenario do: static requests or a script. */
export interface Work {
  /** Draws what the next arrival is about to do, so that one that finds nobody free is counted under its name. */
  readonly plan: () => Planned;
  /**
   * Begins one iteration that was due at `intended`, in ms of the run's clock; `planned` is this work's own plan of it,
   * drawn now when left out. Calls `user.finish` once, never before it returned, and never throws.
   */
  readonly begin: (user: User, intended: number, planned?: Planned) => void;
}
