import type { User } from './user.ts';

/** What an arrival is about to do, known before anyone is free to do it. */
export interface Planned {
  readonly endpoint: string;
  readonly identityClass: string;
  /** The engine's own note of it. */
  readonly choice?: unknown;
}

export interface Arrival {
  /** When it should have begun, in ms of the run's clock. */
  readonly intended: number;
  readonly planned?: Planned;
}

/** One iteration of one virtual user; false when it did not get to its end. Never rejects. */
export type Iterate = (user: User, arrival: Arrival, iteration: number) => Promise<boolean>;

/** What the virtual users of a scenario do: static requests or a script. */
export interface Work {
  readonly iterate: Iterate;
  /** Draws what the next arrival is about to do, so that one that finds nobody free is counted under its name. */
  readonly plan: () => Planned;
}
