import type { LoadJob, LoadScenario } from '../../../model/engine.ts';
import { paceOf } from '../../pacing/pacer.ts';
import { quotasOf } from '../../pacing/quota.ts';

/** What the dealing depends on. */
export interface SplitFacts extends Pick<LoadJob, 'endpoints' | 'pools' | 'sourceAddresses'> {
  readonly scenarios: readonly Pick<LoadScenario, 'spec' | 'module'>[];
  /** How many identities a pool has for loads; `Infinity` where it mints. */
  readonly size: (pool: string) => number;
  /** Most threads that may send. */
  readonly workers: number;
}

/** How one load is dealt out to threads. */
export interface Split {
  /** By scenario, in their order: worker i, from 0, runs part i of so many. */
  readonly parts: readonly number[];
  /** How many workers have anything to do. */
  readonly workers: number;
  /** By pool: identity i belongs to worker i modulo this; a worker beyond shares with the one it is equal to. */
  readonly pools: Readonly<Record<string, number>>;
  /** The same for source addresses. */
  readonly addresses: number;
}

/** What a quota counts by: its holders are dealt out, and never used by two workers. */
interface Counted {
  readonly size: number;
  /** Scenarios that use it, by place. */
  readonly users: readonly number[];
}

/**
 * Deals scenarios, identities and source addresses out to threads, so that each thread keeps the quotas of its own
 * holders by itself: scenarios that share a pool with a quota have equally many parts, and its identities as many.
 */
export function split(facts: SplitFacts): Split {
  const parts = facts.scenarios.map((scenario) => usefulParts(scenario, facts.workers));
  const pools = countedPools(facts);
  const addresses = countedAddresses(facts);
  settle(parts, [...pools.values(), ...(addresses ? [addresses] : [])]);
  const workers = Math.max(1, ...parts);
  const modulusOf = (counted: Counted | undefined, size: number) =>
    counted ? parts[counted.users[0]!]! : Math.max(1, Math.min(workers, size));
  return {
    parts,
    workers,
    pools: Object.fromEntries(
      Object.keys(facts.pools).map((name) => [name, modulusOf(pools.get(name), facts.size(name))]),
    ),
    addresses: modulusOf(addresses, facts.sourceAddresses.length),
  };
}

/** With fewer arrivals a second than this, another thread only costs. */
const WORTH_A_THREAD = 100;

function usefulParts({ spec }: Pick<LoadScenario, 'spec'>, workers: number): number {
  const pace = paceOf(spec);
  const bounds =
    pace.kind === 'users'
      ? [pace.most, pace.iterations?.by === 'all' ? pace.iterations.count : workers]
      : [
          'preAllocatedVUs' in spec ? (spec.maxVUs ?? spec.preAllocatedVUs) : 1,
          Math.ceil(pace.total / Math.max(1, pace.duration / 1000) / WORTH_A_THREAD),
        ];
  return Math.max(1, Math.min(workers, ...bounds));
}

/** Pools whose identities are counted one by one. What has no end, and what has no quota, sets no bound. */
function countedPools(facts: SplitFacts): Map<string, Counted> {
  const counted = new Map<string, Counted>();
  for (const [name, pool] of Object.entries(facts.pools)) {
    const size = facts.size(name);
    const users = usersOf(facts, (used) => used === name);
    const isCounted = quotasOf(pool).some(({ scope }) => scope !== 'ip') && Number.isFinite(size);
    if (isCounted && users.length > 0) counted.set(name, { size: Math.max(1, size), users });
  }
  return counted;
}

function countedAddresses(facts: SplitFacts): Counted | undefined {
  const users = usersOf(facts, (pool) => quotasOf(facts.pools[pool]).some(({ scope }) => scope === 'ip'));
  return users.length === 0 ? undefined : { size: Math.max(1, facts.sourceAddresses.length), users };
}

/** Scenarios with a use for such a pool. Floods keep no quota. */
function usersOf({ scenarios, endpoints }: SplitFacts, wanted: (pool: string) => boolean): number[] {
  return [...scenarios.keys()].filter((place) => {
    const scenario = scenarios[place]!;
    return scenario.spec.kind !== 'flood' && poolsOf(scenario, endpoints).some(wanted);
  });
}

/** A script may call any endpoint, as its own identity or as that of the endpoint. */
function poolsOf(
  { spec, module }: Pick<LoadScenario, 'spec' | 'module'>,
  endpoints: SplitFacts['endpoints'],
): string[] {
  const entries = module?.iteration ? Object.keys(endpoints) : (spec.requests ?? []);
  return entries.flatMap((entry) => {
    const { endpoint, identity } =
      typeof entry === 'string' ? { endpoint: entry, identity: undefined } : entry;
    return identity ?? spec.identity ?? endpoints[endpoint]?.identity ?? [];
  });
}

/** Lowers parts until all users of whatever is counted have equally many, and it can be dealt out evenly. */
function settle(parts: number[], counted: readonly Counted[]): void {
  for (let changed = true; changed; ) {
    changed = false;
    for (const { size, users } of counted) {
      const even = evenly(size, Math.min(...users.map((place) => parts[place]!)));
      for (const place of users) {
        changed ||= parts[place] !== even;
        parts[place] = even;
      }
    }
  }
}

/** No part may have less than this of what would be its fair share: quotas are planned with a margin of 1.1. */
const FAIR = 0.95;

/** The greatest number of parts, up to `most`, that a number can be dealt out to evenly. */
function evenly(size: number, most: number): number {
  for (let parts = Math.min(most, size); parts > 1; parts -= 1)
    if (Math.floor(size / parts) * parts >= FAIR * size) return parts;
  return 1;
}
