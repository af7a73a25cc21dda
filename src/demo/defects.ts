import { PORTAL_DEFECTS } from './defects/portal.ts';
import { RELAY_DEFECTS } from './defects/relay.ts';
import type { DefectRow } from './defects/row.ts';
import { SCHOLARSHIP_DEFECTS } from './defects/scholarship.ts';

export const DEMO_PLANS = ['scholarship', 'portal', 'relay'] as const;
export type DemoPlan = (typeof DEMO_PLANS)[number];

const ROWS = {
  scholarship: SCHOLARSHIP_DEFECTS,
  portal: PORTAL_DEFECTS,
  relay: RELAY_DEFECTS,
} as const satisfies Record<DemoPlan, readonly DefectRow[]>;

export type DefectId = (typeof ROWS)[DemoPlan][number]['id'];

/** One defect of the demo service, as `canary-gate demo --list-defects --json` prints it. */
export interface Defect {
  readonly id: DefectId;
  /** True of the defective service. */
  readonly title: string;
  /** The plan that shows it. */
  readonly plan: DemoPlan;
  /** Id of the check, gate or trigger that must fail. */
  readonly primary: string;
  /** Ids of those that fail with it by logic. */
  readonly implied: readonly string[];
  /** State of `primary`. */
  readonly state: 'fail';
}

/** Every defect that the demo service can be started with; each the least that differs from the correct service. */
export const DEFECTS: readonly Defect[] = DEMO_PLANS.flatMap((plan) =>
  rowsOf(plan).map(({ id, title, primary, implied = [] }) => ({
    id: id as DefectId,
    title,
    plan,
    primary,
    implied,
    state: 'fail' as const,
  })),
);

/** What data says of the defects that are switched on. */
export function rowsFor(defects: ReadonlySet<DefectId>): readonly DefectRow[] {
  return DEMO_PLANS.flatMap(rowsOf).filter((row) => defects.has(row.id as DefectId));
}

/** The defect of this id; `undefined` when there is none. */
export function findDefect(id: string): Defect | undefined {
  return DEFECTS.find((defect) => defect.id === id);
}

function rowsOf(plan: DemoPlan): readonly DefectRow[] {
  return ROWS[plan];
}
