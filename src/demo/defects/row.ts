export const DEMO_PLANS = ['scholarship', 'portal', 'relay'] as const;
export type DemoPlan = (typeof DEMO_PLANS)[number];

/** What a fault does to every nth request of a route. */
export interface Fault {
  /** Name of a route, or `*` for all of them. */
  readonly route: string;
  readonly every: number;
  /** Requests that are spared at first, so that the checks before the load see a sound service. */
  readonly after?: number;
  /** Requests after which the fault is over. */
  readonly until?: number;
  /** Only callers of this rate class. */
  readonly class?: 'admin';
  /** Answers with this status instead. */
  readonly status?: number;
  /** Closes the connection without an answer. */
  readonly reset?: boolean;
  /** Milliseconds that the answer waits. */
  readonly delay?: number;
  /** A mistake that the route itself makes. */
  readonly mistake?: 'task-failed' | 'stream-cut';
}

/** One defect: what it is called, what must fail with it, and, where data can say it, what it does. */
export interface DefectRow {
  readonly id: string;
  /** True of the defective service. */
  readonly title: string;
  /** The check or gate that must fail. */
  readonly primary: string;
  /** The row of the catalogue that must fail, where the primary is a check of several rows. */
  readonly case?: string;
  /** Checks and gates that fail with it by logic. */
  readonly implied?: readonly string[];
  readonly fault?: Fault;
  /** Readings of a status page that differ: page, key, value. */
  readonly reading?: readonly [page: string, key: string, value: number];
}

/** Defects of one family, by the plan that shows them. */
export type DefectsByPlan = Partial<Readonly<Record<DemoPlan, readonly DefectRow[]>>>;
