import type { LoadJob, ScenarioOutcome } from '../../model/engine.ts';
import type { SampleSink } from '../../model/sample.ts';
import { paceOf } from '../pacing/pacer.ts';
import { driveArrivals } from './arrivals.ts';
import { Scene, type Share } from './scene.ts';
import { openSession, type Session } from './session.ts';
import type { ShardHealth } from './shard-health.ts';
import { Heap, type SharedNumbers } from './shared.ts';
import { staticWork } from './static.ts';
import { driveUsers } from './users.ts';
import { rest } from './wait.ts';
import { warm } from './warm.ts';
import type { Work } from './work.ts';

/** What `setup` of a scenario came to; nothing may begin when it did not end. */
export interface SetupResult {
  readonly ended: boolean;
  readonly value?: unknown;
}

/** What one thread tells at its end. */
export interface ShardResult {
  readonly health: ShardHealth;
  readonly scenarios: readonly ScenarioOutcome[];
}

/** One thread's share of a job; the conductor calls it, here or across threads. */
export interface Shard {
  setup(scenario: string): Promise<SetupResult>;
  /** Runs its share of a scenario that begins everywhere at `began`, in ms of the run's clock. */
  load(scenario: string, began: number, setup: unknown): Promise<void>;
  teardown(scenario: string): Promise<void>;
  /** No new iterations; what is under way has `gracefulStop` left. */
  halt(): void;
  /** Ends all that is under way at once. */
  end(): void;
  /** Gives what was counted, once nothing runs any more. */
  close(): Promise<ShardResult>;
}

export interface ShardOptions {
  readonly job: LoadJob;
  readonly sink: SampleSink;
  /** Our wall clock at the run's origin, in ms. */
  readonly origin: number;
  /** By scenario, in their order; undefined for those that run elsewhere alone. */
  readonly shares: readonly (Share | undefined)[];
  readonly shared: SharedNumbers;
  readonly workers: number;
}

/** Gets ready to run. Rejects with an `IdentityError` without identities, with a `StartError` without a TLS file. */
export async function openShard(options: ShardOptions): Promise<Shard> {
  const session = await openSession(options);
  try {
    const scenes = scenesOf(session, options);
    await warm(scenes);
    const parts = await Promise.all(scenes.map(async (scene) => [scene.name, await partOf(scene)] as const));
    return shardOf(session, new Map(parts));
  } catch (error) {
    session.health.stop();
    session.transport.close();
    throw error;
  }
}

interface Running {
  readonly scene: Scene;
  readonly work: Work;
  /** `setup` of its script; false when it did not end. */
  readonly setup: () => Promise<boolean>;
  readonly teardown: () => Promise<void>;
}

function scenesOf(session: Session, { job, shares, shared }: ShardOptions): Scene[] {
  const floods = job.scenarios.filter(({ spec }) => spec.kind === 'flood');
  return job.scenarios.flatMap((scenario, place) => {
    const share = shares[place];
    const numbers = shared.iterations[place];
    if (!share || !numbers) return [];
    const flooder = Math.max(0, floods.indexOf(scenario));
    return [new Scene(session, scenario, { share, iterations: new Heap(numbers), flooder })];
  });
}

async function partOf(scene: Scene): Promise<Running> {
  const { module } = scene.scenario;
  if (!module?.iteration)
    return { scene, work: staticWork(scene), setup: async () => true, teardown: async () => {} };
  // What only scripts need is not loaded into threads that run none.
  const { runSetup, runTeardown, scriptWork } = await import('./script.ts');
  return {
    scene,
    work: scriptWork(scene, module),
    setup: () => runSetup(scene, module),
    teardown: () => runTeardown(scene, module),
  };
}

function shardOf(session: Session, parts: ReadonlyMap<string, Running>): Shard {
  const { now } = session.job;
  const scenes = [...parts.values()].map(({ scene }) => scene);
  const end = () => scenes.forEach((scene) => void scene.end());
  const running = (scenario: string): Running => parts.get(scenario) as Running;
  return {
    async setup(scenario) {
      const { scene, setup } = running(scenario);
      scene.begin(now());
      const ended = await setup();
      return { ended, value: scene.setup };
    },
    load: (scenario, began, setup) => runShare(running(scenario), began, setup),
    async teardown(scenario) {
      const { scene, teardown } = running(scenario);
      if (!scene.cut.isCut) await teardown();
      scene.end();
    },
    halt: () => scenes.forEach((scene) => void scene.halt.cut()),
    end,
    async close() {
      end();
      session.transport.close();
      const health = session.health.stop();
      return {
        health: { ...health, notes: [...health.notes, ...session.transport.notes] },
        scenarios: scenes.map((scene) => scene.outcome(now())),
      };
    },
  };
}

async function runShare({ scene, work }: Running, began: number, setup: unknown): Promise<void> {
  const pace = paceOf(scene.scenario.spec);
  scene.setup = setup;
  scene.begin(began);
  if (pace.kind === 'arrivals') await driveArrivals(scene, work, pace);
  else {
    await reach(began, scene);
    await driveUsers(scene, work, pace);
  }
  // The first share goes on to the teardown, for which requests must still be possible.
  if (scene.share.index > 0) scene.end();
}

/** Waits for an instant. A timer may come a little early, and what begins before the load counts as warm-up. */
async function reach(instant: number, { halt, session }: Scene): Promise<void> {
  for (let left = instant - session.job.now(); left > 0 && !halt.isCut; left = instant - session.job.now())
    await rest(Math.ceil(left), halt);
}
