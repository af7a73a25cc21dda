import type { EngineOutcome, LoadJob, LoadScenario } from '../../../model/engine.ts';
import type { Reason } from '../../../model/report.ts';
import type { Outcome } from '../../../model/sample.ts';
import type { Window } from '../../../model/window.ts';
import { SceneLedger } from '../ledger.ts';
import { outcomeOf } from '../results/plain.ts';
import { keyed } from '../telling.ts';
import type { Account, Counted, Labels } from './account.ts';
import { gapsOf } from './gaps.ts';
import { NAMES } from './names.ts';
import { phaseAt, Tally } from './tally.ts';

export interface PrometheusJob extends Pick<LoadJob, 'endpoints' | 'pools' | 'seed'> {
  readonly scenarios: readonly LoadScenario[];
  readonly instances: number | undefined;
}

export interface PrometheusResults extends EngineOutcome {
  readonly windows: readonly Window[];
  readonly gaps: readonly Reason[];
  readonly notes: readonly string[];
  readonly spread: number;
  /** In ms since 1970. */
  readonly origin: number;
  /** In ms since the origin. */
  readonly end: number;
}

const SERVICE = 'latency = service: Prometheus is not told when a request was due';

/** What the pushes of all instances together say of a load. */
export function resultsOf(account: Account, job: PrometheusJob): PrometheusResults {
  const told = [...account.instances.values()];
  const origin = Math.min(...told.map(({ first }) => first));
  const end = Math.max(...told.map(({ last }) => last)) - origin;
  const scenes = scenesOf(account, job, origin);
  const tally = new Tally();
  const strange = new Map<string, number>();
  for (const counted of account.counted) {
    const why = count(counted, { scenes, tally, origin, job, account });
    if (why !== undefined) strange.set(why, (strange.get(why) ?? 0) + counted.count);
  }
  return {
    windows: tally.windows(),
    spread: tally.spread,
    gaps: [...gapsOf(account, job), ...strangers(strange)],
    origin,
    end,
    interrupted: false,
    scenarios: [...scenes.values()].map(({ ledger }) => ledger.outcome(end)),
    generator: {
      sendLagP99: 0,
      eventLoopDelayP99: 0,
      cpu: 0,
      missedRate: unknownShare(account, job),
      workers: told.length,
      notes: [],
    },
    notes: [SERVICE, ...(account.isOurs ? [] : [PLAIN])],
  };
}

/**
 * Share of requests of which nobody knows how they ended: streams that were cut, since no tag tells those that k6 read on
 * past their terminal event from those that were under way at the end.
 */
function unknownShare({ counted }: Account, { endpoints }: PrometheusJob): number {
  const requests = counted.filter(({ name }) => name === NAMES.request);
  const isUnknown = ({ labels: { outcome, endpoint = '' } }: Counted) =>
    outcome === 'cut' && endpoints[endpoint]?.stream !== undefined;
  const sum = (some: readonly Counted[]) => some.reduce((all, { count }) => all + count, 0);
  return sum(requests.filter(isUnknown)) / Math.max(1, sum(requests));
}

const PLAIN =
  "k6's own durations leave out the time to connect, and of what the plan expects only the status is seen";

interface Scene {
  readonly ledger: SceneLedger;
  /** Whatever was counted before this instant may be warm-up; ms since 1970. */
  readonly warmUntil: number;
}

/** Scenarios by their names in k6. */
function scenesOf(account: Account, job: PrometheusJob, origin: number): Map<string, Scene> {
  const begun = new Map<string, number>();
  for (const { labels, at } of account.counted) {
    const name = labels['scenario'] ?? '';
    begun.set(name, Math.min(begun.get(name) ?? at, at));
  }
  return new Map(
    Object.entries(keyed(job.scenarios)).map(([key, scenario]) => {
      const ledger = new SceneLedger(scenario, job);
      ledger.latencyFrom = 'actual';
      const began = begun.get(key);
      if (began !== undefined) ledger.saw(0, began - origin);
      const { warmup } = scenario.spec;
      // The first push tells of what came before it: the scenario began no later.
      return [key, { ledger, warmUntil: warmup === 0 ? 0 : (began ?? 0) + warmup }];
    }),
  );
}

interface Counting {
  readonly scenes: ReadonlyMap<string, Scene>;
  readonly tally: Tally;
  readonly origin: number;
  readonly job: PrometheusJob;
  readonly account: Account;
}

/** Counts what was added to one series; gives what it belongs to where that is nothing of the plan. */
function count(counted: Counted, { scenes, tally, origin, job, account }: Counting): string | undefined {
  const { name, labels, at } = counted;
  const { isOurs } = account;
  const isRequest = name === (isOurs ? NAMES.request : NAMES.plain);
  const scene = scenes.get(labels['scenario'] ?? '');
  if (!scene) return isRequest && !isAside(labels) ? `the scenario "${labels['scenario'] ?? ''}"` : undefined;
  const { ledger } = scene;
  const { spec } = ledger.scenario;
  const phase = phaseAt(spec.kind, account.earliest(counted), scene.warmUntil);
  const common = { arm: 'canary', phase, scenario: ledger.scenario.name } as const;
  const second = Math.max(0, Math.floor((at - origin) / 1000));
  ledger.lastEnd = Math.max(ledger.lastEnd, at - origin);
  if (isRequest) {
    const known = isOurs ? toldOf(labels) : plainOf(labels, job);
    if (known === undefined) return `the name "${labels['name'] ?? ''}"`;
    tally.add(second, { ...common, ...known }, counted.count, counted.buckets);
  } else if (name === NAMES.custom)
    tally.addCustom(second, { ...common, custom: labels['name'] ?? '' }, counted);
  else if (name === NAMES.iterations) ledger.iterations += counted.count;
  else if (name === NAMES.iteration && labels['threw'] !== undefined)
    for (let times = 0; times < counted.count; times += 1) ledger.threw(THREW);
  else if (name === NAMES.dropped)
    for (let times = 0; times < counted.count; times += 1) {
      const planned = ledger.planned();
      ledger.drop(at - origin);
      tally.add(second, { ...common, ...planned, version: '', outcome: 'dropped' }, 1, []);
    }
  return undefined;
}

const THREW = 'the script threw; its words are in the log of k6';

/** Setup and teardown belong to no scenario, and to no load. */
const isAside = ({ scenario = '', group = '' }: Labels) => scenario === '' && group.startsWith('::');

function toldOf(labels: Labels) {
  return {
    endpoint: labels['endpoint'] ?? '',
    identityClass: labels['class'] ?? '',
    version: labels['version'] ?? '',
    outcome: labels['outcome'] as Outcome,
  };
}

function plainOf(labels: Labels, { endpoints, pools }: PrometheusJob) {
  const name = labels['name'] ?? '';
  const endpoint = Object.hasOwn(endpoints, name) ? endpoints[name] : undefined;
  if (!endpoint) return undefined;
  const pool = endpoint.identity;
  return {
    endpoint: name,
    identityClass: pool === undefined ? 'anonymous' : (pools[pool]?.class ?? 'default'),
    version: '',
    outcome: outcomeOf(labels, endpoint).outcome,
  };
}

function strangers(strange: ReadonlyMap<string, number>): Reason[] {
  return [...strange].map(([what, times]) => ({
    code: 'broken_result',
    text: `${times} requests belong to ${what}, which the plan does not know`,
  }));
}
