import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { runInThread } from '../../../src/engines/embedded/in-thread.ts';
import type { ScenarioModule } from '../../../src/model/context.ts';
import { Endpoint } from '../../../src/model/endpoint.ts';
import type { EngineOutcome, LoadJob, LoadScenario, TranscriptEntry } from '../../../src/model/engine.ts';
import type { Credential, Identities } from '../../../src/model/identity.ts';
import { IdentityPool } from '../../../src/model/identity.ts';
import type { CustomSample, Outcome, Sample } from '../../../src/model/sample.ts';
import { Scenario, type ScenarioInput } from '../../../src/model/scenario.ts';
import { Target } from '../../../src/model/target.ts';

export interface Setting {
  readonly url: string;
  readonly target?: object;
  readonly endpoints?: Record<string, object>;
  readonly scenarios: Record<
    string,
    ScenarioInput | { spec: ScenarioInput; data?: Record<string, string>[]; module?: Partial<ScenarioModule> }
  >;
  readonly pools?: Record<string, object>;
  readonly sizes?: Record<string, number>;
  readonly identities?: Partial<Identities>;
  readonly sourceAddresses?: readonly string[];
  readonly maxRequests?: number;
  readonly seed?: number;
  readonly abort?: AbortSignal;
  readonly stop?: AbortSignal;
}

export interface Measured extends EngineOutcome {
  readonly samples: readonly Sample[];
  readonly customs: readonly CustomSample[];
  readonly transcript: readonly TranscriptEntry[];
  readonly outcomes: Partial<Record<Outcome, number>>;
}

/** Runs the embedded engine in this thread and gives all that it recorded. */
export async function load(setting: Setting): Promise<Measured> {
  const samples: Sample[] = [];
  const customs: CustomSample[] = [];
  const transcript: TranscriptEntry[] = [];
  const outcome = await runInThread(jobOf(setting, transcript), {
    record: (sample) => samples.push(kept(sample)),
    recordCustom: (sample) => customs.push(sample),
  });
  return { ...outcome, samples, customs, transcript, outcomes: tally(samples.map(({ outcome }) => outcome)) };
}

/** A sample is only lent, and holds NaN where it has no time. */
function kept(sample: Sample): Sample {
  return Object.fromEntries(
    Object.entries(sample).filter(([, value]) => value !== undefined && !Number.isNaN(value)),
  ) as unknown as Sample;
}

export function jobOf(setting: Setting, transcript: TranscriptEntry[] = []): LoadJob {
  const origin = performance.now();
  const pools = parsed(setting.pools ?? {}, (pool) => IdentityPool.parse(pool));
  return {
    runId: 'run-1',
    arm: 'canary',
    target: Target.parse({ url: setting.url, ...setting.target }),
    endpoints: parsed(setting.endpoints ?? { home: { path: '/' } }, (endpoint) => Endpoint.parse(endpoint)),
    scenarios: Object.entries(setting.scenarios).map(([name, scenario]) => scenarioOf(name, scenario)),
    identities: { ...plainIdentities(pools, setting.sizes ?? {}), ...setting.identities },
    pools,
    sourceAddresses: setting.sourceAddresses ?? [],
    seed: setting.seed ?? 1,
    now: () => performance.now() - origin,
    abort: setting.abort ?? new AbortController().signal,
    stop: setting.stop ?? new AbortController().signal,
    maxRequests: setting.maxRequests ?? 1e9,
    transcript: (entry) => transcript.push(entry),
  };
}

function scenarioOf(name: string, scenario: Setting['scenarios'][string]): LoadScenario {
  if (!('spec' in scenario)) return { name, spec: Scenario.parse(scenario) };
  const { spec, data, module } = scenario;
  return {
    name,
    spec: Scenario.parse(spec),
    ...(data ? { data } : {}),
    ...(module ? { module: module as ScenarioModule } : {}),
  };
}

/** Identities with a token per pool, use and number, all of them always ready. */
function plainIdentities(pools: Record<string, IdentityPool>, sizes: Record<string, number>): Identities {
  const made = new Map<string, Credential>();
  const ready: Identities['ready'] = (pool, use, index) => {
    const key = `${pool}-${use}-${index}`;
    const credential = made.get(key) ?? {
      pool,
      class: pools[pool]?.class ?? 'default',
      subject: key,
      token: `token-${key}`,
      headers: [['authorization', `Bearer token-${key}`]],
    };
    made.set(key, credential);
    return credential;
  };
  return {
    size: (pool) => sizes[pool] ?? Number.POSITIVE_INFINITY,
    ready,
    credential: async (pool, use, index) => ready(pool, use, index) as Credential,
  };
}

/** A server on a free port of loopback, closed when the test ends; `count` is how many requests it saw. */
export async function serve(
  listener: RequestListener,
): Promise<{ url: string; server: Server; count: () => number }> {
  let count = 0;
  const server = createServer((request, response) => {
    count += 1;
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server, count: () => count };
}

export function tally<T extends string>(values: readonly T[]): Partial<Record<T, number>> {
  const counts: Partial<Record<T, number>> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

function parsed<T>(entries: Record<string, object>, parse: (value: object) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).map(([name, value]) => [name, parse(value)]));
}

/** A script and its export, such as `counting.ts#default` (the default one), for engines that load it elsewhere. */
export function scriptOf(script: string, folder: URL): Partial<LoadScenario> {
  const [file = '', name = 'default'] = script.split('#');
  const iteration = async () => {
    throw new Error('the functions of this thread run nowhere');
  };
  return { moduleUrl: new URL(file, folder).href, moduleExport: name, module: { iteration } as never };
}
