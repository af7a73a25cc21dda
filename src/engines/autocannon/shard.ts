import autocannon from 'autocannon';
import type { EngineOutcome, LoadJob } from '../../model/engine.ts';
import type { SampleSink } from '../../model/sample.ts';
import { conduct } from '../embedded/conductor.ts';
import { Scene } from '../embedded/scene.ts';
import { openSession, type Session } from '../embedded/session.ts';
import type { Shard } from '../embedded/shard.ts';
import { Heap, sharedNumbers } from '../embedded/shared.ts';
import { type Choice, staticWork } from '../embedded/static.ts';
import type { User } from '../embedded/user.ts';
import { driveUsers } from '../embedded/users.ts';
import { warm } from '../embedded/warm.ts';
import type { Work } from '../embedded/work.ts';
import { paceOf } from '../pacing/pacer.ts';
import { draftsFor } from './draft.ts';
import { Marksman, type Range } from './marksman.ts';
import { connectionOf, type Place } from './place.ts';

/** What autocannon cannot tell; part of every outcome, so that the report says it. */
export const NOTES = [
  'autocannon sent this load from the main thread: its figures include what that thread was busy with',
  'autocannon does not tell the time to connect; its first byte is the end of the head of the answer',
] as const;

/**
 * Runs a job with autocannon as the client: users, warm-up, stops and counts are those of the embedded engine, so both
 * mean the same. Rejects with an `IdentityError` without identities, with a `StartError` without a TLS file.
 */
export async function fire(job: LoadJob, sink: SampleSink): Promise<EngineOutcome> {
  const shared = sharedNumbers(job);
  const opened = await openSession({ job, sink, origin: Date.now() - job.now(), shared, workers: 1 });
  const session: Session = { ...opened, transport: draftsFor(job.target.url) };
  const floods = job.scenarios.filter(({ spec }) => spec.kind === 'flood');
  const scenes = job.scenarios.map((scenario, place) => {
    const iterations = new Heap(shared.iterations[place] as BigInt64Array);
    const flooder = Math.max(0, floods.indexOf(scenario));
    return new Scene(session, scenario, { share: ALL, iterations, flooder });
  });
  const shard = shardOf(session, scenes, connectionOf(job.target));
  try {
    await warm(scenes);
  } catch (error) {
    await shard.close();
    throw error;
  } finally {
    opened.transport.close();
  }
  return conduct({ job, shards: [shard], parts: scenes.map(() => 1), headStart: 0 });
}

const ALL = { index: 0, of: 1 };

function shardOf(session: Session, scenes: readonly Scene[], place: Place): Shard {
  const ends = new Set<Promise<void>>();
  const range: Range = {
    autocannon,
    place,
    opened({ ended }) {
      ends.add(ended);
      void ended.then(() => ends.delete(ended));
    },
  };
  const { now } = session.job;
  const byName = new Map(scenes.map((scene) => [scene.name, scene]));
  const sceneOf = (name: string): Scene => byName.get(name) as Scene;
  const end = () => scenes.forEach((scene) => void scene.end());
  return {
    setup: async () => ({ ended: true }),
    load: (name, began) => loadOne(sceneOf(name), began, range),
    teardown: async (name) => sceneOf(name).end(),
    halt: () => scenes.forEach((scene) => void scene.halt.cut()),
    end,
    async close() {
      end();
      const health = session.health.stop();
      await Promise.all(ends);
      const notes = [...health.notes, ...NOTES.map((note) => [note, 1] as const)];
      return { health: { ...health, notes }, scenarios: scenes.map((scene) => scene.outcome(now())) };
    },
  };
}

async function loadOne(scene: Scene, began: number, range: Range): Promise<void> {
  const pace = paceOf(scene.scenario.spec);
  if (pace.kind === 'arrivals') throw new Error(`"${scene.name}" is an open loop`);
  scene.begin(began);
  await driveUsers(scene, workOf(scene, range), pace);
}

/** The requests of a scenario are drawn as ever; each virtual user fires them itself. */
function workOf(scene: Scene, range: Range): Work {
  const { plan } = staticWork(scene);
  const marksmen = new Map<number, Marksman>();
  return {
    plan,
    begin(user: User, intended: number, planned = plan()) {
      const marksman = marksmen.get(user.id) ?? new Marksman(scene, user, range);
      marksmen.set(user.id, marksman);
      marksman.begin(intended, planned as Choice);
    },
  };
}
