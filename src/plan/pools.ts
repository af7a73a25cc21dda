import { shareOf, usesOf } from '../model/dealing.ts';
import type { LoadScenario } from '../model/engine.ts';
import type { IdentityPool, Quota, Use } from '../model/identity.ts';
import { requestShares } from './rates.ts';
import type { Plan } from './schema.ts';

/** Requests per iteration that one scenario makes with the identities of one pool. */
export interface PoolShare {
  readonly pool: string;
  readonly scenario: LoadScenario;
  /** By endpoint; empty for scripts, whose requests nobody knows beforehand. */
  readonly byEndpoint: ReadonlyMap<string, number>;
}

/** Pools that a scenario draws from. A request's own pool comes first, then the scenario's, then the endpoint's. */
export function poolShares(plan: Plan, scenario: LoadScenario): PoolShare[] {
  const { identity, requests } = scenario.spec;
  if (!requests) return identity === undefined ? [] : [{ pool: identity, scenario, byEndpoint: new Map() }];
  const shares = new Map<string, Map<string, number>>();
  for (const { endpoint, identity: own, share } of requestShares(requests)) {
    const pool = own ?? identity ?? plan.endpoints[endpoint]?.identity;
    if (pool === undefined) continue;
    const endpoints = shares.get(pool) ?? new Map<string, number>();
    shares.set(pool, endpoints.set(endpoint, (endpoints.get(endpoint) ?? 0) + share));
  }
  return [...shares].map(([pool, byEndpoint]) => ({ pool, scenario, byEndpoint }));
}

/** Share of a scenario's iterations that count against a quota. */
export function countedShare({ byEndpoint }: PoolShare, quota: Quota): number {
  if (byEndpoint.size === 0) return 1;
  let share = 0;
  for (const [endpoint, part] of byEndpoint)
    if (!quota.endpoints || quota.endpoints.includes(endpoint)) share += part;
  return share;
}

export function quotasOf(pool: IdentityPool): readonly Quota[] {
  return [pool.quota ?? []].flat();
}

/** How many identities a pool has; `undefined` where it makes as many as are needed. */
export function fixedSize(pool: IdentityPool): number | undefined {
  if (pool.kind === 'static') return pool.tokens.length;
  if (pool.kind === 'anonymous') return 1;
  return pool.count === 'auto' ? undefined : pool.count;
}

/** How many of them serve a use; `undefined` where a pool makes as many as are needed. */
export function sizeFor(pool: IdentityPool, use: Use): number | undefined {
  const size = fixedSize(pool);
  return size === undefined || !('use' in pool) ? size : shareOf(usesOf(pool.use), use, size);
}

/** What is missing in a pool that has no identity for a use. */
export interface Lack {
  /** What the pool says now, such as `use: load`. */
  readonly given: string;
  /** What would give it one, such as `use: [load, check]`. */
  readonly fix: string;
}

/** Why a pool has no identity for a use, and what to do; `undefined` where it has one or makes its own. */
export function lackOf(pool: IdentityPool, use: Use): Lack | undefined {
  if (!('use' in pool) || sizeFor(pool, use) !== 0) return undefined;
  const uses = usesOf(pool.use);
  const listed = uses.includes(use);
  const wanted = listed ? uses : [...uses, use];
  const least = wanted.indexOf(use) + 1;
  const size = fixedSize(pool) ?? 0;
  const more = pool.kind === 'static' ? `tokens: ${least} or more` : `count: ${least} or more`;
  return {
    given: `use: ${written(uses)}${listed ? ` and ${size} ${size === 1 ? 'identity' : 'identities'}` : ''}`,
    fix: [...(listed ? [] : [`use: ${written(wanted)}`]), ...(size < least ? [more] : [])].join(' and '),
  };
}

function written(uses: readonly Use[]): string {
  return uses.length === 1 ? uses[0]! : `[${uses.join(', ')}]`;
}
