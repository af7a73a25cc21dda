import { createRequire } from 'node:module';
import { markOf } from '../../http/mark.ts';
import type { LoadJob, LoadScenario } from '../../model/engine.ts';
import { plannedDuration, plannedIterations } from '../../plan/rates.ts';
import { timeline } from '../../plan/timeline.ts';
import { paceOf } from '../pacing/pacer.ts';
import { dealsOf, hasItsOwn, usedBy } from './deal.ts';
import type { Group } from './groups.ts';
import { mostUsers, SHORTEST } from './options.ts';
import type { Deal, Payload, ScenarioPayload } from './payload.ts';
import { poolOf } from './pools.ts';

const { version } = createRequire(import.meta.url)('canary-gate/package.json') as { version: string };

/** Most virtual users that a group of scenarios may have at once, wherever they run. */
export const usersOf = ({ scenarios }: Group): number =>
  scenarios.reduce((sum, { spec }) => sum + mostUsers(spec), 0);

/** What the scripts of all groups are told, group by group. Rejects with a `StartError` where k6 cannot do as the plan says. */
export async function tellingsOf(job: LoadJob, groups: readonly Group[]): Promise<Payload[]> {
  const users = groups.reduce((sum, group) => sum + usersOf(group), 0);
  const pools = [...new Set(job.scenarios.flatMap((scenario) => [...usedBy(scenario, job)]))];
  const deals = new Map(pools.map((pool) => [pool, dealsOfGroups(pool, job, groups)]));
  const ends = timeline(job.scenarios).map(({ end }) => end);
  const facts = { most: users, lasting: Math.max(0, ...ends), wallClock: Date.now() };
  const mostRequests = limitOf(job, users);
  const payloads: Payload[] = [];
  for (const group of groups) {
    const use = group.scenarios[0]!.spec.kind;
    const wanted = pools.filter((pool) =>
      group.scenarios.some((scenario) => deals.get(pool)?.has(scenario.name)),
    );
    const entries = await Promise.all(
      wanted.map(async (pool) => [pool, await poolOf(pool, { ...job, ...facts, use })] as const),
    );
    payloads.push({
      ...targetOf(job),
      pools: Object.fromEntries(entries),
      scenarios: Object.fromEntries(
        Object.entries(keyed(group.scenarios)).map(([key, scenario]) => [key, scenarioOf(scenario, deals)]),
      ),
      ...(mostRequests === undefined ? {} : { mostRequests }),
    });
  }
  return payloads;
}

/** The deals of one pool, by scenario; virtual users are numbered through all groups that have identities of their own. */
function dealsOfGroups(pool: string, job: LoadJob, groups: readonly Group[]): ReadonlyMap<string, Deal> {
  const owns = groups.filter(({ scenarios }) => scenarios.some((scenario) => hasItsOwn(scenario, pool, job)));
  const aside = job.scenarios.some(({ module }) => module?.setup ?? module?.teardown) ? 1 : 0;
  const users = owns.reduce((sum, group) => sum + usersOf(group), aside);
  const placeOf = (name: string) => {
    const at = owns.findIndex(({ scenarios }) => scenarios.some((scenario) => scenario.name === name));
    return owns.slice(0, Math.max(0, at)).reduce((sum, group) => sum + usersOf(group), 0);
  };
  const deals = dealsOf(pool, job, Math.max(1, users));
  return new Map([...deals].map(([name, deal]) => [name, { ...deal, place: placeOf(name) }]));
}

/** Scenarios by their names in k6, which allows few characters in them. */
export function keyed(scenarios: readonly LoadScenario[]): Record<string, LoadScenario> {
  const all: Record<string, LoadScenario> = {};
  for (const [index, scenario] of scenarios.entries()) {
    const name = scenario.name.replace(/[^A-Za-z0-9_-]/g, '_');
    all[Object.hasOwn(all, name) ? `${name}-${index}` : name] = scenario;
  }
  return all;
}

function targetOf(job: LoadJob): Omit<Payload, 'pools' | 'scenarios'> {
  const { url, headers, reach, identify, connection } = job.target;
  const { origin, pathname } = new URL(url);
  const mark = Object.fromEntries(markOf(job.runId, version));
  const lead = reach && 'header' in reach ? { [reach.header.name]: reach.header.value } : {};
  const carried = Object.entries({ ...mark, ...headers, ...lead });
  return {
    seed: job.seed,
    origin,
    prefix: pathname.replace(/\/$/, ''),
    headers: Object.fromEntries(carried.map(([name, value]) => [name.toLowerCase(), value])),
    ...(reach && 'cookie' in reach ? { cookie: `${reach.cookie.name}=${reach.cookie.value}` } : {}),
    ...(identify ? { identify } : {}),
    ...(connection.protocol === 'h2' ? { isHttp2: true } : {}),
    endpoints: job.endpoints,
  };
}

function scenarioOf(
  scenario: LoadScenario,
  all: ReadonlyMap<string, ReadonlyMap<string, Deal>>,
): ScenarioPayload {
  const { name, spec, data, module } = scenario;
  const pace = paceOf(spec);
  const deals = [...all].flatMap(([pool, deal]) => {
    const own = deal.get(name);
    return own ? [[pool, own] as const] : [];
  });
  return {
    name,
    flood: spec.kind === 'flood',
    open: pace.kind === 'arrivals',
    ...(pace.kind === 'arrivals' ? { most: pace.total } : {}),
    duration: plannedDuration(spec),
    lasts: 'stages' in spec ? plannedDuration(spec) : Math.max(SHORTEST, plannedDuration(spec)),
    gracefulStop: spec.gracefulStop,
    pause: spec.pause,
    transcript: spec.transcript,
    identity: spec.identity,
    ...(module ? {} : { requests: listOf(scenario) }),
    ...(data && spec.data ? { rows: { order: spec.data.order } } : {}),
    deals: Object.fromEntries(deals),
  };
}

function listOf({ spec }: LoadScenario): ScenarioPayload['requests'] {
  return spec.requests?.map((entry) => (typeof entry === 'string' ? { endpoint: entry, weight: 1 } : entry));
}

/** Each virtual user's part of the plan's maximum of requests; undefined where that cannot be reached anyway. */
function limitOf({ scenarios, maxRequests }: LoadJob, users: number): number | undefined {
  const planned = scenarios.map(({ spec, module }) => (module ? undefined : plannedIterations(spec)));
  const known = planned.every((count) => count !== undefined);
  // k6 may begin one more than the area under a ramp.
  const most = planned.reduce<number>((sum, count) => sum + (count ?? 0) + 1, 0);
  return known && most <= maxRequests ? undefined : Math.floor(maxRequests / users);
}
