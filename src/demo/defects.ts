import { CACHING_DEFECTS } from './defects/caching.ts';
import { COOKIES_DEFECTS } from './defects/cookies.ts';
import { CORS_DEFECTS } from './defects/cors.ts';
import { ENDPOINTS_DEFECTS } from './defects/endpoints.ts';
import { HEADERS_DEFECTS } from './defects/headers.ts';
import { HEALTH_DEFECTS } from './defects/health.ts';
import { JWT_DEFECTS } from './defects/jwt.ts';
import { PORTAL_FAULTS } from './defects/portal-load.ts';
import { RATE_LIMIT_DEFECTS } from './defects/rate-limit.ts';
import { RELAY_FAULTS } from './defects/relay-load.ts';
import { REPLAY_DEFECTS } from './defects/replay.ts';
import { DEMO_PLANS, type DefectRow, type DefectsByPlan, type DemoPlan } from './defects/row.ts';
import { SCHOLARSHIP_FAULTS, SCHOLARSHIP_READINGS } from './defects/scholarship-load.ts';
import { STREAMS_DEFECTS } from './defects/streams.ts';
import { TENANCY_DEFECTS } from './defects/tenancy.ts';
import { TLS_DEFECTS } from './defects/tls.ts';

const LOAD_DEFECTS = {
  scholarship: [...SCHOLARSHIP_FAULTS, ...SCHOLARSHIP_READINGS],
  portal: PORTAL_FAULTS,
  relay: RELAY_FAULTS,
} as const satisfies DefectsByPlan;

const GROUPS = [
  CACHING_DEFECTS,
  COOKIES_DEFECTS,
  CORS_DEFECTS,
  ENDPOINTS_DEFECTS,
  HEADERS_DEFECTS,
  HEALTH_DEFECTS,
  JWT_DEFECTS,
  RATE_LIMIT_DEFECTS,
  REPLAY_DEFECTS,
  STREAMS_DEFECTS,
  TENANCY_DEFECTS,
  TLS_DEFECTS,
  LOAD_DEFECTS,
] as const;

type RowIn<Group> = Group extends { readonly [Plan in keyof Group]: readonly (infer Row)[] } ? Row : never;
export type DefectId = Extract<RowIn<(typeof GROUPS)[number]>, { id: string }>['id'];

/** One defect of the demo service, as `canary-gate demo --list-defects --json` prints it. */
export interface Defect {
  readonly id: DefectId;
  /** True of the defective service. */
  readonly title: string;
  /** The plan that shows it. */
  readonly plan: DemoPlan;
  /** Id of the check, gate or trigger that must fail. */
  readonly primary: string;
  /** The row of the check catalogue, where the primary is a check of several rows. */
  readonly case?: string;
  /** Ids of those that fail with it by logic. */
  readonly implied: readonly string[];
  /** State of `primary`. */
  readonly state: 'fail';
}

/** Every defect that the demo service can be started with; each the least that differs from the correct service. */
export const DEFECTS: readonly Defect[] = DEMO_PLANS.flatMap((plan) =>
  rowsOf(plan).map(({ id, title, primary, case: row, implied = [] }) => ({
    id: id as DefectId,
    title,
    plan,
    primary,
    ...(row !== undefined && { case: row }),
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
  return GROUPS.flatMap((group: DefectsByPlan) => group[plan] ?? []);
}
