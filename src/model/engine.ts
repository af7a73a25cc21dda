import type { ScenarioModule } from './context.ts';
import type { Endpoint } from './endpoint.ts';
import type { Identities } from './identity.ts';
import type { Reason } from './report.ts';
import type { Arm } from './sample.ts';
import type { Scenario } from './scenario.ts';
import type { ProxySettings, Target } from './target.ts';
import type { LoadSink, Timing } from './window.ts';

/** What an engine may be able to do, as people call it: "it has no …". */
export const CAPABILITY_TITLES = {
  requests: 'static requests',
  iteration: 'scripts',
  'open-loop': 'open loops (arrival rates)',
  'closed-loop': 'closed loops',
  ramping: 'numbers of virtual users that change',
  'per-vu-iterations': 'iterations counted by virtual user',
  pause: 'pauses between iterations',
  'several-scenarios': 'several scenarios at once',
  data: 'data files',
  expectations: 'expectations beyond the status',
  cookies: 'cookies of virtual users',
  quotas: 'pacing below declared quotas',
  'address-quotas': 'pacing below quotas by source address',
  eddsa: 'tokens signed with EdDSA',
  'max-rate': 'limit of all requests per second (maxRate)',
  'local-address': 'source addresses',
  head: 'HEAD requests',
  sse: 'server-sent events',
  http2: 'HTTP/2',
  'prior-knowledge': 'HTTP/2 without TLS',
  'verified-tls': 'verification of certificates',
  'server-names': "names for TLS other than the URL's",
  proxy: 'proxies',
  'proxied-address': 'addresses of the plan (reach.resolve) behind a proxy',
  'proxy-tls': 'proxies of https:// beside TLS settings of the target',
  'single-use': 'connections for one request each',
  'connection-limits': 'limits of connections beyond the time to connect',
  instances: 'several processes (--instances)',
} as const;
export type Capability = keyof typeof CAPABILITY_TITLES;
export const CAPABILITIES = Object.keys(CAPABILITY_TITLES) as readonly Capability[];

/** A scenario of the plan with everything that it refers to at hand. */
export interface LoadScenario {
  readonly name: string;
  readonly spec: Scenario;
  /** Where `iteration` lives, for engines that load it elsewhere. */
  readonly moduleUrl?: string;
  readonly moduleExport?: string;
  readonly module?: ScenarioModule;
  readonly data?: readonly Readonly<Record<string, string>>[];
}

export interface LoadJob {
  readonly runId: string;
  readonly arm: Arm;
  readonly target: Target;
  readonly proxy?: ProxySettings | undefined;
  /** What the target speaks, as far as it was asked; HTTP/1.1 where nothing is said. */
  readonly protocol?: 'h1' | 'h2' | undefined;
  readonly endpoints: Readonly<Record<string, Endpoint>>;
  readonly scenarios: readonly LoadScenario[];
  readonly identities: Identities;
  /** Declared quotas by identity pool: the engine keeps every identity below them. */
  readonly pools: Readonly<Record<string, import('./identity.ts').IdentityPool>>;
  readonly sourceAddresses: readonly string[];
  readonly seed: number;
  /** Milliseconds since the run's origin; monotonic. */
  readonly now: () => number;
  /** Aborted = stop now: requests under way become `cut`. */
  readonly abort: AbortSignal;
  /** Aborted = no new iterations, `gracefulStop` for those under way. */
  readonly stop: AbortSignal;
  /** No more than this many requests in all. */
  readonly maxRequests: number;
  /** Most threads that may send; the engine's own choice when left out. */
  readonly workers?: number;
  /** Processes that share the load, for engines that can be several; one when left out. */
  readonly instances?: number | undefined;
  /** A line of `transcript.ndjson`, for scenarios that ask for one. */
  readonly transcript?: (entry: TranscriptEntry) => void;
}

export interface TranscriptEntry {
  readonly at: string;
  readonly scenario: string;
  readonly vu: number;
  readonly iteration: number;
  readonly subject: string;
  readonly endpoint: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly outcome: string;
  readonly latencyMs: number;
  readonly cause?: string;
}

/** Facts about the generator itself; they can void what they could have caused. */
export interface GeneratorHealth {
  /** Send lag while virtual users were free, in ms: the generator's own doing. */
  readonly sendLagP99: number;
  readonly eventLoopDelayP99: number;
  /** Busy share of the generator's core, 0 to 1, spinning aside; of its busiest thread. */
  readonly cpu: number;
  /** Share of a core that was spun away to be on time; of the thread that spun most. */
  readonly spin?: number;
  /** Threads that sent. */
  readonly workers?: number;
  /** Share of planned arrivals that the generator itself never started. */
  readonly missedRate: number;
  readonly notes: readonly string[];
}

export interface ScenarioOutcome {
  readonly name: string;
  readonly startedAt: number;
  readonly endedAt: number;
  /** How long iterations were begun, in ms: rates are over this, whatever the last answer took. */
  readonly activeMs: number;
  readonly iterations: number;
  /** Arrivals that waited for a virtual user, since all of them were busy: the target's doing. */
  readonly queued: number;
  /** Arrivals that found no free virtual user, and no room to wait. */
  readonly dropped: number;
  /** Iterations whose script threw; the first messages. */
  readonly exceptions: { readonly count: number; readonly messages: readonly string[] };
  readonly maxVUsUsed: number;
  /** Time that virtual users waited so that an identity stays within its quota, in ms. */
  readonly throttledMs: number;
  /** Where latency begins of all requests, or of some, since it is not known when they were due; left out where it is. */
  readonly latencyFrom?: 'actual' | 'mixed' | undefined;
  /** Why it was ended before its time. */
  readonly stopped?: string | undefined;
}

export interface EngineOutcome {
  readonly generator: GeneratorHealth;
  readonly scenarios: readonly ScenarioOutcome[];
  readonly interrupted: boolean;
  /** Parts of the load that broke down, each by its name; all that was measured counts. */
  readonly gaps?: readonly Reason[];
}

/** Engines only measure; they never judge. */
export interface Engine {
  readonly id: string;
  readonly title: string;
  readonly capabilities: ReadonlySet<Capability>;
  /** Timings that it knows only as upper bounds; all others are exact. */
  readonly atMost?: readonly Timing[];
  /** Rejects with a `StartError` or a `PlanError` where it could not run these; asked before anything is sent. */
  readonly prepare?: (
    scenarios: readonly LoadScenario[],
    instances?: number,
    targets?: readonly Target[],
  ) => Promise<void>;
  run(job: LoadJob, sink: LoadSink): Promise<EngineOutcome>;
}
