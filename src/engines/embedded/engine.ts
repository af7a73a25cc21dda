import {
  CAPABILITIES,
  type Engine,
  type EngineOutcome,
  type LoadJob,
  type ScenarioOutcome,
} from '../../model/engine.ts';
import type { SampleSink } from '../../model/sample.ts';
import { driveArrivals } from './arrivals.ts';
import { paceOf } from './pacer.ts';
import { Scene } from './scene.ts';
import { runSetup, runTeardown, scriptWork } from './script.ts';
import { openSession, type Session } from './session.ts';
import { staticWork } from './static.ts';
import { driveUsers } from './users.ts';
import { rest } from './wait.ts';
import type { Work } from './work.ts';

/** The engine that is always there: one process, HTTP/1.1, open and closed loops. */
export const embedded: Engine = {
  id: 'embedded',
  title: 'embedded (HTTP/1.1, one process)',
  capabilities: new Set(CAPABILITIES.filter((capability) => capability !== 'http2')),
  run,
};

/**
 * Runs the scenarios of a job, each at its time. Whatever the target does is measured; only what keeps the run from
 * beginning rejects: `IdentityError` without identities, `StartError` when a TLS file cannot be read.
 */
async function run(job: LoadJob, sink: SampleSink): Promise<EngineOutcome> {
  const session = await openSession(job, sink, Date.now() - job.now());
  try {
    const floods = job.scenarios.filter(({ spec }) => spec.kind === 'flood');
    const scenes = job.scenarios.map(
      (scenario) => new Scene(session, scenario, Math.max(0, floods.indexOf(scenario))),
    );
    await warm(session, scenes);
    const works = new Map(scenes.map((scene) => [scene, workOf(scene)]));
    const release = obey(job, scenes);
    const scenarios = await runAll(scenes, works);
    release();
    return { generator: session.health.stop(), scenarios, interrupted: job.abort.aborted };
  } finally {
    session.health.stop();
    session.transport.close();
  }
}

/** One token of each pool at least can be had, or there is nothing to run. */
async function warm(session: Session, scenes: readonly Scene[]): Promise<void> {
  const { endpoints } = session.job;
  const wanted = new Map<string, Scene>();
  for (const scene of scenes) {
    const { requests = [], identity } = scene.scenario.spec;
    const pools = requests.map((entry) =>
      typeof entry === 'string'
        ? endpoints[entry]?.identity
        : (entry.identity ?? endpoints[entry.endpoint]?.identity),
    );
    for (const pool of identity === undefined ? pools : [identity, ...pools])
      if (pool !== undefined) wanted.set(`${scene.use} ${pool}`, scene);
  }
  await Promise.all(
    [...wanted].map(([key, scene]) => {
      const pool = key.slice(key.indexOf(' ') + 1);
      scene.session.permits(scene.use).size(pool);
      return session.credential(pool, scene.use, scene.use === 'flood' ? scene.flooder : 0);
    }),
  );
}

/** The run's two signals reach every scenario; returns what lets go of them. */
function obey({ stop, abort }: LoadJob, scenes: readonly Scene[]): () => void {
  const halt = () => scenes.forEach((scene) => void scene.halt.cut());
  const end = () => scenes.forEach((scene) => void scene.end());
  stop.addEventListener('abort', halt, { once: true });
  abort.addEventListener('abort', end, { once: true });
  if (stop.aborted) halt();
  if (abort.aborted) end();
  return () => {
    stop.removeEventListener('abort', halt);
    abort.removeEventListener('abort', end);
  };
}

/** All at once, save for those that wait for another to end. */
function runAll(scenes: readonly Scene[], works: ReadonlyMap<Scene, Work>): Promise<ScenarioOutcome[]> {
  const byName = new Map(scenes.map((scene) => [scene.name, scene]));
  const running = new Map<Scene, Promise<ScenarioOutcome>>();
  const start = (scene: Scene, waiting: ReadonlySet<Scene>): Promise<ScenarioOutcome> => {
    const known = running.get(scene);
    if (known) return known;
    const before = byName.get(scene.scenario.spec.after ?? '');
    // A circle of `after` is the plan's fault and refused there; here it must not wait for itself.
    const ready =
      before && !waiting.has(before) ? start(before, new Set([...waiting, scene])) : Promise.resolve();
    const outcome = ready.then(() => runOne(scene, works.get(scene) as Work));
    running.set(scene, outcome);
    return outcome;
  };
  return Promise.all(scenes.map((scene) => start(scene, new Set([scene]))));
}

async function runOne(scene: Scene, work: Work): Promise<ScenarioOutcome> {
  const { session, scenario } = scene;
  const { now } = session.job;
  await rest(scenario.spec.startTime, scene.halt);
  scene.begin(now());
  if (!scene.halt.isCut && (await runSetup(scene, scenario.module ?? NO_MODULE))) {
    scene.begin(now());
    const pace = paceOf(scenario.spec);
    await (pace.kind === 'arrivals' ? driveArrivals(scene, work, pace) : driveUsers(scene, work, pace));
    if (!scene.cut.isCut) await runTeardown(scene, scenario.module ?? NO_MODULE);
  }
  const outcome = scene.outcome(now());
  scene.end();
  return outcome;
}

type Module = NonNullable<Scene['scenario']['module']>;
const NO_MODULE = {} as Module;

function workOf(scene: Scene): Work {
  const { module } = scene.scenario;
  return module?.iteration ? scriptWork(scene, module) : staticWork(scene);
}
