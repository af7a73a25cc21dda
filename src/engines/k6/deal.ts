import type { LoadJob, LoadScenario } from '../../model/engine.ts';
import { StartError } from '../../model/errors.ts';
import type { Quota } from '../../model/identity.ts';
import type { Scenario } from '../../model/scenario.ts';
import { peakRate } from '../../plan/rates.ts';
import { identityCount, quotasOf } from '../pacing/quota.ts';
import type { Deal } from './payload.ts';

/** Pools that mint have as many as anybody wants. */
const ENDLESS = 1_000_000_000;

type Facts = Pick<LoadJob, 'pools' | 'endpoints' | 'scenarios' | 'identities'>;

/**
 * Deals the identities of one pool to the scenarios that use it, so that every declared quota holds although virtual users
 * of k6 know nothing of each other: iterations that come by the clock take turns, with so many identities that
 * arithmetic alone keeps each below; everybody else has identities of its own, or a fixed part of the quota of one.
 * Throws a `StartError` where a pool is too small for that.
 */
export function dealsOf(pool: string, facts: Facts, users: number): ReadonlyMap<string, Omit<Deal, 'place'>> {
  const { pools, identities, scenarios } = facts;
  const settings = pools[pool];
  const quotas = quotasOf(settings).filter(({ scope }) => scope !== 'ip');
  const using = scenarios.filter((scenario) => usedBy(scenario, facts).has(pool));
  const floods = scenarios.filter(({ spec }) => spec.kind === 'flood');
  const grows = isEndless(settings);
  const deals = new Map<string, Omit<Deal, 'place'>>();
  const make = (name: string, deal: Partial<Deal> & Pick<Deal, 'by'>) =>
    deals.set(name, { first: 0, count: 1, users, quotas: [], ...deal });
  let first = 0;
  for (const scenario of using) {
    const use = scenario.spec.kind === 'flood' ? 'flood' : 'load';
    const size = Math.min(grows ? ENDLESS : identities.size(pool, use), ENDLESS);
    if (!(size >= 1) && isGuessed(scenario)) continue;
    if (!(size >= 1)) throw tooSmall(pool, `has no identity for the use "${use}"`);
    if (use === 'flood') make(scenario.name, { by: 'one', first: Math.max(0, floods.indexOf(scenario)) });
    else if (quotas.length === 0)
      make(scenario.name, { by: isOpen(scenario.spec) ? 'turn' : 'own', count: shown(size, users) });
    else if (takesTurns(scenario)) {
      const count = identityCount({ quota: [...quotas] }, peakRate(scenario.spec) ?? 0);
      make(scenario.name, { by: 'turn', first, count });
      first += count;
      if (first > size)
        throw tooSmall(
          pool,
          `has ${size} ${size === 1 ? 'identity' : 'identities'}, ${first} are needed so that each stays below its quota`,
        );
    }
  }
  for (const scenario of using) {
    if (deals.has(scenario.name) || (isGuessed(scenario) && !(identities.size(pool, 'load') >= 1))) continue;
    const left = (grows ? ENDLESS : Math.min(identities.size(pool, 'load'), ENDLESS)) - first;
    make(scenario.name, { by: 'own', first, count: left, quotas: partsOf(pool, quotas, left, users) });
  }
  return deals;
}

/** Whether each virtual user of a scenario has identities of its own in a pool. */
export function hasItsOwn(scenario: LoadScenario, pool: string, facts: Pick<Facts, 'endpoints'>): boolean {
  return scenario.spec.kind === 'load' && !takesTurns(scenario) && usedBy(scenario, facts).has(pool);
}

/** Whether a scenario needs a process of its own, in which its virtual users are numbered: few identities are dealt to them. */
export function countsItsUsers(
  scenario: LoadScenario,
  { pools, endpoints }: Pick<Facts, 'pools' | 'endpoints'>,
): boolean {
  return [...usedBy(scenario, { endpoints })].some(
    (pool) =>
      quotasOf(pools[pool]).length > 0 && !isEndless(pools[pool]) && hasItsOwn(scenario, pool, { endpoints }),
  );
}

const isEndless = (pool: Facts['pools'][string] | undefined) =>
  pool?.kind === 'jwt' && pool.count === 'auto' && pool.subject.includes('{n}');

/** A script may call any endpoint, so it may use any pool, or not. */
const isGuessed = ({ spec }: LoadScenario) => !spec.requests && spec.identity === undefined;

/** Pools that a scenario may draw from. A request's own comes first, then the scenario's, then the endpoint's. */
export function usedBy(
  { spec }: LoadScenario,
  { endpoints }: Pick<LoadJob, 'endpoints'>,
): ReadonlySet<string> {
  const own = (endpoint: string) => endpoints[endpoint]?.identity;
  const pools = spec.requests
    ? spec.requests.map((entry) =>
        typeof entry === 'string'
          ? (spec.identity ?? own(entry))
          : (entry.identity ?? spec.identity ?? own(entry.endpoint)),
      )
    : [spec.identity ?? Object.keys(endpoints).map(own)].flat();
  return new Set(pools.filter((pool) => pool !== undefined));
}

export const isOpen = ({ executor }: Scenario): boolean => executor.endsWith('-arrival-rate');

/** One request an iteration, and iterations by the clock: how many come in a window is known beforehand. */
const takesTurns = ({ spec }: LoadScenario) => isOpen(spec) && spec.requests !== undefined;

/** Without a quota, more identities than users are of no use. */
const shown = (size: number, users: number) => Math.min(size, Math.max(1, users));

/** The part of each quota that is one virtual user's own, where several share an identity. */
function partsOf(pool: string, quotas: readonly Quota[], count: number, users: number): Deal['quotas'] {
  const sharers = Math.max(1, Math.ceil(users / Math.max(1, count)));
  return quotas.map(({ limit, window, endpoints }) => {
    const part = Math.floor(limit / sharers);
    if (count < 1 || part < 1)
      throw tooSmall(
        pool,
        `has too few identities: ${users} virtual users cannot share quotas of ${limit} without knowing of each other`,
      );
    return { limit: part, window, ...(endpoints ? { endpoints } : {}) };
  });
}

function tooSmall(pool: string, what: string): StartError {
  return new StartError(`the engine "k6" cannot keep the quotas of the identity pool "${pool}": it ${what}`);
}
