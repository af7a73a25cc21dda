import { formatDuration } from '../model/duration.ts';
import type { LoadScenario } from '../model/engine.ts';
import type { Problem } from '../model/errors.ts';
import type { IdentityPool, Quota, Use } from '../model/identity.ts';
import { quote } from '../model/text.ts';
import { formatPath } from './path.ts';
import { countedShare, fixedSize, lackOf, type PoolShare, poolShares, quotasOf, sizeFor } from './pools.ts';
import { peakRate, plannedIterations } from './rates.ts';
import type { Plan } from './schema.ts';
import { peakOverlap, timeline } from './timeline.ts';

/** Room left below a quota, so that neither clock drift nor window edges reach it. */
export const QUOTA_MARGIN = 1.1;
/** Identities of a pool that no quota limits. */
const DEFAULT_COUNT = 8;

/** What one quota of one pool asks for, with its arithmetic. */
export interface IdentityNeed {
  readonly pool: string;
  readonly quota: Quota;
  /** Requests per second at most, of all scenarios that run at the same time; 0 for closed loops. */
  readonly rate: number;
  readonly needed: number;
  /** What there is for the load; `undefined` for pools that mint as many as are needed. */
  readonly available: number | undefined;
  readonly scenarios: readonly string[];
  readonly arithmetic: string;
}

/** Identities that the load needs to stay below every declared quota. Floods are meant to exceed them. */
export function identityNeeds(plan: Plan, scenarios: readonly LoadScenario[]): IdentityNeed[] {
  const loads = scenarios.filter(({ spec }) => spec.kind === 'load');
  const shares = loads.flatMap((scenario) => poolShares(plan, scenario));
  return Object.entries(plan.identities).flatMap(([name, pool]) => {
    const drawn = shares.filter((share) => share.pool === name);
    return drawn.length === 0
      ? []
      : quotasOf(pool).map((quota) => need(plan, name, pool, quota, drawn, loads));
  });
}

/** How many identities each pool with `count: auto` makes for the load. */
export function identityCounts(plan: Plan, scenarios: readonly LoadScenario[]): Record<string, number> {
  const needs = identityNeeds(plan, scenarios);
  const automatic = Object.entries(plan.identities).filter(([, pool]) => fixedSize(pool) === undefined);
  return Object.fromEntries(
    automatic.map(([name]) => [
      name,
      Math.max(DEFAULT_COUNT, ...needs.filter(({ pool }) => pool === name).map(({ needed }) => needed)),
    ]),
  );
}

/** Pools that are too small for their quotas, and pools that have nobody for a use that they are named for. */
export function identityProblems(plan: Plan, scenarios: readonly LoadScenario[]): Problem[] {
  return [...tooSmall(plan, scenarios), ...unserved(plan, scenarios)];
}

function need(
  plan: Plan,
  name: string,
  pool: IdentityPool,
  quota: Quota,
  drawn: readonly PoolShare[],
  loads: readonly LoadScenario[],
): IdentityNeed {
  const spans = new Map(timeline(loads).map((span) => [span.name, span]));
  const counted = drawn.filter((share) => countedShare(share, quota) > 0);
  const rate = peakOverlap(
    counted.map((share) => ({
      ...spans.get(share.scenario.name)!,
      value: (peakRate(share.scenario.spec) ?? 0) * countedShare(share, quota),
    })),
  );
  const open = Math.ceil(((rate * quota.window) / 1000 / quota.limit) * QUOTA_MARGIN - 1e-9);
  const closed = counted.map((share) => closedLoopNeed(share, quota));
  return {
    pool: name,
    quota,
    rate,
    needed: Math.max(1, open, ...closed),
    available: quota.scope === 'ip' ? Math.max(1, plan.sourceAddresses.length) : sizeFor(pool, 'load'),
    scenarios: counted.map(({ scenario }) => scenario.name),
    arithmetic: rate > 0 ? openArithmetic(rate, quota) : 'so that closed loops need not wait',
  };
}

function openArithmetic(rate: number, { window, limit }: Quota): string {
  return `${tidy(rate)}/s x ${formatDuration(window)} / ${limit} x ${QUOTA_MARGIN} (margin)`;
}

/** Closed loops wait for room, so they need no more than keeps them from waiting. */
function closedLoopNeed(share: PoolShare, quota: Quota): number {
  const { spec } = share.scenario;
  if (peakRate(spec) !== undefined) return 0;
  const requests = (plannedIterations(spec) ?? 0) * countedShare(share, quota);
  return Math.ceil((requests / quota.limit) * QUOTA_MARGIN);
}

function tooSmall(plan: Plan, scenarios: readonly LoadScenario[]): Problem[] {
  return identityNeeds(plan, scenarios).flatMap((one) => {
    const { pool, quota, available, arithmetic } = one;
    const needed = openLoopNeed(one);
    const byAddress = quota.scope === 'ip';
    // A pool that has none at all for the load is told by its use.
    if (available === undefined || available === 0 || available >= needed) return [];
    const things = byAddress ? 'source addresses' : 'identities';
    const path = byAddress ? 'sourceAddresses' : formatPath(['identities', pool]);
    const there = `there ${available === 1 ? 'is' : 'are'} ${available}${byAddress ? '' : ofAll(plan.identities[pool]!, available)}`;
    const message = `${needed} ${things} are needed to stay below ${quota.limit} per ${formatDuration(quota.window)} of pool ${quote(pool)}, ${there}: ${arithmetic}`;
    return [
      {
        path,
        message,
        allowed: `more ${things}, a lower rate in ${one.scenarios.join(', ')}, or a pool of kind jwt with count: auto`,
      },
    ];
  });
}

/** Says that other uses have the rest of a pool. */
function ofAll(pool: IdentityPool, available: number): string {
  const all = fixedSize(pool);
  return all === available ? '' : ` for the load (of ${all})`;
}

function openLoopNeed({ rate, quota }: IdentityNeed): number {
  return Math.ceil(((rate * quota.window) / 1000 / quota.limit) * QUOTA_MARGIN - 1e-9);
}

function unserved(plan: Plan, scenarios: readonly LoadScenario[]): Problem[] {
  return poolUses(plan, scenarios).flatMap(({ path, pool, use }) => {
    const lack = plan.identities[pool] && lackOf(plan.identities[pool], use);
    if (lack === undefined) return [];
    const message = `pool ${quote(pool)} has ${lack.given}, so no identity for ${use}; load, checks and floods never share identities`;
    const allowed = `${lack.fix} in ${formatPath(['identities', pool])}, another pool with use: ${use}, or a pool of kind jwt`;
    return [{ path, message, allowed }];
  });
}

/** Who draws from which pool for what. Checks on an endpoint take what its pool has; that is no fault of the plan. */
function poolUses(
  plan: Plan,
  scenarios: readonly LoadScenario[],
): { path: string; pool: string; use: Use }[] {
  const { policy } = plan;
  const check = (path: string, pool: string | undefined) =>
    pool === undefined ? [] : [{ path, pool, use: 'check' as const }];
  return [
    ...scenarios.flatMap((scenario) =>
      poolShares(plan, scenario).map(({ pool }) => ({
        path: formatPath(['scenarios', scenario.name]),
        pool,
        use: scenario.spec.kind,
      })),
    ),
    ...policy.limits.flatMap(({ identity }, index) => check(`policy.limits[${index}].identity`, identity)),
    ...(policy.tenancy?.resources ?? []).flatMap(({ owner, intruder }, index) => [
      ...check(`policy.tenancy.resources[${index}].owner`, owner),
      ...check(`policy.tenancy.resources[${index}].intruder`, intruder),
    ]),
    ...(policy.tenancy?.collections ?? []).flatMap(({ owner, intruder }, index) => [
      ...check(`policy.tenancy.collections[${index}].owner`, owner),
      ...check(`policy.tenancy.collections[${index}].intruder`, intruder),
    ]),
  ];
}

function tidy(value: number): string {
  return String(Number(value.toFixed(2)));
}
