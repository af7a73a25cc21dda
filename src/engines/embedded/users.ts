import type { Users } from './pacer.ts';
import type { Scene } from './scene.ts';
import { newUser, type User } from './user.ts';
import { rest } from './wait.ts';
import type { Work } from './work.ts';

/** How often the number of virtual users follows a ramp, in ms. */
const STEP = 20;
const INSTANT = 0.1;

/** A closed loop: each virtual user begins its next iteration when the last has ended, after the scenario's pause. */
export async function driveUsers(scene: Scene, work: Work, pace: Users): Promise<void> {
  const { now } = scene.session.job;
  const elapsed = () => now() - scene.began;
  const tasks = taskList(pace);
  const deadline = setTimeout(() => scene.halt.cut(), pace.duration);
  scene.halt.add(() => clearTimeout(deadline));
  const running = new Map<number, Promise<void>>();
  const users = new Map<number, User>();
  const stays = (id: number) => !scene.halt.isCut && elapsed() < pace.duration && id <= pace.at(elapsed());
  for (;;) {
    for (let id = 1; id <= pace.most && stays(id); id += 1) {
      if (running.has(id) || !tasks.left(id)) continue;
      const user = users.get(id) ?? newUser(id, scene.session.job.seed, scene.name);
      users.set(id, user);
      running.set(
        id,
        live(scene, work, user, tasks, () => stays(id)).finally(() => running.delete(id)),
      );
    }
    if (scene.halt.isCut || elapsed() >= pace.duration || !tasks.left()) break;
    if (pace.iterations) await Promise.race([...running.values()]);
    else await rest(STEP, scene.halt);
  }
  await Promise.all(running.values());
  clearTimeout(deadline);
}

async function live(scene: Scene, work: Work, user: User, tasks: Tasks, stays: () => boolean): Promise<void> {
  const { job } = scene.session;
  const { pause } = scene.scenario.spec;
  while (stays()) {
    if (!tasks.take(user.id)) return;
    const intended = job.now();
    scene.session.health.planned();
    scene.busy(1);
    const ended = await work.iterate(user, { intended }, user.turns++);
    scene.busy(-1);
    if (ended) scene.iterations += 1;
    // An iteration that waited for nothing must not keep timers and sockets from their turn.
    if (job.now() - intended < INSTANT) await new Promise(setImmediate);
    if (!ended) await rest(STEP, scene.halt);
    if (pause > 0 && tasks.left(user.id) && stays()) await rest(pause, scene.halt);
  }
}

interface Tasks {
  /** Takes one iteration for a user; false when none is left. */
  take(user: number): boolean;
  /** Whether any is left, for a user or at all. */
  left(user?: number): boolean;
}

function taskList({ iterations, most }: Users): Tasks {
  let given = 0;
  if (!iterations) return { take: () => true, left: () => true };
  const { count, by } = iterations;
  const total = by === 'all' ? count : count * most;
  const own = new Map<number, number>();
  const left = (user?: number) =>
    given < total && (by === 'all' || user === undefined || (own.get(user) ?? 0) < count);
  return {
    left,
    take(user) {
      if (!left(user)) return false;
      own.set(user, (own.get(user) ?? 0) + 1);
      given += 1;
      return true;
    },
  };
}
