import type { Users } from '../pacing/pacer.ts';
import type { Scene } from './scene.ts';
import { newUser, type User } from './user.ts';
import { rest } from './wait.ts';
import type { Work } from './work.ts';

/** How often the number of virtual users follows a ramp, in ms. */
const STEP = 20;

/** A closed loop: each virtual user begins its next iteration when the last has ended, after the scenario's pause. */
export async function driveUsers(scene: Scene, work: Work, pace: Users): Promise<void> {
  const crowd = new Crowd(scene, work, pace);
  const deadline = setTimeout(() => scene.halt.cut(), pace.duration);
  scene.halt.add(() => clearTimeout(deadline));
  while (crowd.fill()) await rest(STEP, scene.halt);
  await crowd.empty();
  scene.activeMs = scene.session.job.now() - scene.began;
  clearTimeout(deadline);
}

/** The virtual users of a closed loop. */
class Crowd {
  readonly #scene: Scene;
  readonly #work: Work;
  readonly #pace: Users;
  readonly #tasks: Tasks;
  readonly #users = new Map<number, User>();
  readonly #running = new Set<number>();
  #whenEmpty: (() => void) | undefined;

  constructor(scene: Scene, work: Work, pace: Users) {
    this.#scene = scene;
    this.#work = work;
    this.#pace = pace;
    this.#tasks = taskList(pace, scene);
  }

  /** Starts whoever is wanted by now; false when nobody will ever be wanted again. */
  fill(): boolean {
    const { index, of } = this.#scene.share;
    const now = this.#scene.session.job.now();
    for (let id = index + 1; id <= this.#pace.most && this.#stays(id, now); id += of) {
      if (this.#running.has(id) || !this.#tasks.left(id)) continue;
      this.#running.add(id);
      this.#next(this.#user(id));
    }
    return !this.#isOver(now) && this.#tasks.left();
  }

  /** Resolves when the last one has gone. */
  empty(): Promise<void> {
    if (this.#running.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#whenEmpty = resolve;
    });
  }

  #user(id: number): User {
    let user = this.#users.get(id);
    if (!user) {
      const { session, name } = this.#scene;
      user = newUser(id, { seed: session.job.seed, scenario: name }, (user, ended) =>
        this.#done(user, ended),
      );
      this.#users.set(id, user);
    }
    return user;
  }

  #next(user: User): void {
    const scene = this.#scene;
    const now = scene.session.job.now();
    if (!this.#stays(user.id, now) || !this.#tasks.take(user.id)) {
      this.#leave(user);
      return;
    }
    scene.session.health.planned();
    scene.busy(1);
    user.turns += 1;
    this.#work.begin(user, now);
  }

  #done(user: User, ended: boolean): void {
    const { pause } = this.#scene.scenario.spec;
    this.#scene.busy(-1);
    if (ended) this.#scene.iterations += 1;
    const wait = ended ? pause : Math.max(pause, STEP);
    if (wait > 0 && this.#tasks.left(user.id)) this.#later(user, wait);
    else this.#next(user);
  }

  async #later(user: User, wait: number): Promise<void> {
    await rest(wait, this.#scene.halt);
    this.#next(user);
  }

  #leave(user: User): void {
    this.#running.delete(user.id);
    if (this.#running.size === 0) this.#whenEmpty?.();
  }

  #stays(id: number, now: number): boolean {
    return !this.#isOver(now) && id <= this.#pace.at(now - this.#scene.began);
  }

  #isOver(now: number): boolean {
    return this.#scene.halt.isCut || now - this.#scene.began >= this.#pace.duration;
  }
}

interface Tasks {
  /** Takes one iteration for a user; false when none is left. */
  take(user: number): boolean;
  /** Whether any is left, for a user or at all. */
  left(user?: number): boolean;
}

const ENDLESS: Tasks = { take: () => true, left: () => true };

function taskList({ iterations, most }: Users, scene: Scene): Tasks {
  if (!iterations) return ENDLESS;
  return iterations.by === 'all' ? shared(scene) : each(iterations.count, most, scene);
}

/** One heap for all virtual users, wherever they run. */
function shared(scene: Scene): Tasks {
  let isEmpty = false;
  return {
    left: () => !isEmpty,
    take() {
      isEmpty ||= !scene.take();
      return !isEmpty;
    },
  };
}

/** As many for each of this share's virtual users. */
function each(count: number, most: number, { share }: Scene): Tasks {
  const taken = new Map<number, number>();
  let total = count * Math.max(0, Math.ceil((most - share.index) / share.of));
  const left = (user?: number) => total > 0 && (user === undefined || (taken.get(user) ?? 0) < count);
  return {
    left,
    take(user) {
      if (!left(user)) return false;
      taken.set(user, (taken.get(user) ?? 0) + 1);
      total -= 1;
      return true;
    },
  };
}
