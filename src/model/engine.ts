import type { ScenarioModule } from './context.ts';
import type { Endpoint } from './endpoint.ts';
import type { Identities } from './identity.ts';
import type { Arm } from './sample.ts';
import type { Scenario } from './scenario.ts';
import type { ProxySettings, Target } from './target.ts';
import type { LoadSink } from './window.ts';

export const CAPABILITIES = [
  'requests',
  'iteration',
  'open-loop',
  'closed-loop',
  'sse',
  'quotas',
  'local-address',
  'cookies',
  'data',
  'several-scenarios',
  'expectations',
  'http2',
] as const;
export type Capability = (typeof CAPABILITIES)[number];

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
  /** Why it was ended before its time. */
  readonly stopped?: string | undefined;
}

export interface EngineOutcome {
  readonly generator: GeneratorHealth;
  readonly scenarios: readonly ScenarioOutcome[];
  readonly interrupted: boolean;
}

/** Engines only measure; they never judge. */
export interface Engine {
  readonly id: string;
  readonly title: string;
  readonly capabilities: ReadonlySet<Capability>;
  run(job: LoadJob, sink: LoadSink): Promise<EngineOutcome>;
}
