import type { PackedWindows } from '../../../metrics/packed.ts';
import type { LoadJob, LoadScenario, TranscriptEntry } from '../../../model/engine.ts';
import type { Credential, IdentityPool, Use } from '../../../model/identity.ts';
import type { Shard } from '../shard.ts';
import { type SharedNumbers, sharedNumbers } from '../shared.ts';
import { originOf } from './common-clock.ts';
import type { ErrorData } from './rpc-error.ts';
import type { Split } from './split.ts';

/** A scenario as it crosses into a thread: what is a function is imported there again. */
export interface ScenarioData extends Omit<LoadScenario, 'module'> {
  readonly isScripted: boolean;
}

/** A job as it crosses into its threads. */
export interface JobData {
  readonly job: Omit<LoadJob, 'identities' | 'now' | 'abort' | 'stop' | 'transcript' | 'scenarios'>;
  readonly scenarios: readonly ScenarioData[];
  /** Of all threads together. */
  readonly sizes: Readonly<Record<string, Partial<Record<Use, number>>>>;
  readonly split: Split;
  readonly shared: SharedNumbers;
  /** The wall clock, and the machine's clock, at the run's origin, in ms. */
  readonly origin: number;
  readonly machineOrigin: number;
  /** Number of the thread, from 0. */
  readonly worker: number;
}

/** What the main thread may call in a worker. */
export interface WorkerCalls extends Shard {
  open(): Promise<void>;
  /** Answers when it is its turn, and no longer opening: whether the thread is alive. */
  ping(): Promise<void>;
}

/** What a worker may call in the main thread. */
export interface HostCalls {
  credentials(
    pool: string,
    use: Use,
    numbers: readonly number[],
  ): Promise<readonly (Credential | ErrorData)[]>;
  /** What was counted since the last time. */
  counted(windows: PackedWindows, transcript: readonly TranscriptEntry[]): void;
}

/** The job for each of its threads. Throws when a scenario's functions cannot be imported there. */
export function jobData(job: LoadJob, split: Split): JobData[] {
  const { now } = job;
  const common = {
    job: plainOf(job),
    scenarios: job.scenarios.map(scenarioData),
    sizes: sizesOf(job),
    split,
    shared: sharedNumbers(job),
    origin: Date.now() - now(),
    machineOrigin: originOf(now),
  };
  return Array.from({ length: split.workers }, (_, worker) => ({ ...common, worker }));
}

/** What is plain data of a job. */
function plainOf(job: LoadJob): JobData['job'] {
  const { identities, now, abort, stop, transcript, scenarios, ...plain } = job;
  return { ...plain, pools: mapped(job.pools, withoutSecrets) };
}

function scenarioData({ module, ...scenario }: LoadScenario): ScenarioData {
  const isScripted = module !== undefined;
  if (isScripted && scenario.moduleUrl === undefined)
    throw new TypeError(
      `scenario "${scenario.name}" has functions but no module: threads import it by file and export`,
    );
  return { ...scenario, isScripted };
}

function sizesOf({ pools, identities, scenarios }: LoadJob): JobData['sizes'] {
  const uses = [...new Set(scenarios.map(({ spec }) => spec.kind))];
  return mapped(pools, (_, name) => Object.fromEntries(uses.map((use) => [use, identities.size(name, use)])));
}

/** Tokens are made in the main thread alone; threads need not know what they are made of. */
function withoutSecrets(pool: IdentityPool): IdentityPool {
  if (pool.kind === 'static') return { ...pool, tokens: pool.tokens.map(() => '') };
  if (pool.kind === 'jwt') return { ...pool, key: '', claims: {} };
  if (pool.kind === 'client-credentials') return { ...pool, clientSecret: '' };
  return pool.kind === 'command' ? { ...pool, command: [] } : pool;
}

function mapped<From, To>(
  values: Readonly<Record<string, From>>,
  map: (value: From, name: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value, name)]));
}
