import type { Arrivals } from '../pacing/pacer.ts';
import { recordUnsent } from './record.ts';
import type { Scene } from './scene.ts';
import { newUser, type User } from './user.ts';
import type { Planned, Work } from './work.ts';

/** So many arrivals at most before answers are read again: far behind, nothing would ever get free otherwise. */
const BATCH = 64;

/** An arrival that we ourselves bring in this much too late, in ms, is never the target's to answer for. */
const LATE = 20;

interface Waiting {
  readonly intended: number;
  readonly planned: Planned;
  /** `Restraint.total` when it began to wait. */
  readonly restraint: number;
}

/**
 * An open loop: every arrival begins at its own instant. When all virtual users are busy it waits, and keeps its
 * intended start; when as many wait as there are virtual users, it is dropped. Ends when no more are due, or on halt.
 */
export async function driveArrivals(scene: Scene, work: Work, pace: Arrivals): Promise<void> {
  const crew = new Crew(scene, work);
  const isWhole = await arriveAll(scene, pace, crew);
  const active = scene.session.job.now() - scene.began;
  scene.activeMs = isWhole ? Math.max(pace.duration, active) : active;
  scene.wind();
  await crew.idle();
}

/** Brings in this share's arrivals, each at its instant; false when it was halted before the last. */
function arriveAll(scene: Scene, pace: Arrivals, crew: Crew): Promise<boolean> {
  const { job, clock } = scene.session;
  const { index, of } = scene.share;
  let next = index;
  return new Promise((resolve) => {
    let takeBack = () => {};
    const proceed = () => {
      for (let batch = 0; batch < BATCH; batch += 1) {
        if (next >= pace.total || scene.halt.isCut) return resolve(next >= pace.total);
        const due = scene.began + pace.at(next);
        if (due > job.now()) break;
        next += of;
        crew.arrive(due);
      }
      takeBack = clock.alarm(next < pace.total ? scene.began + pace.at(next) : 0, proceed);
    };
    scene.halt.add(() => {
      takeBack();
      resolve(false);
    });
    proceed();
  });
}

/** The virtual users of an open loop, and the queue before them. */
class Crew {
  readonly #scene: Scene;
  readonly #work: Work;
  readonly #most: number;
  readonly #free: User[] = [];
  readonly #queue: Waiting[] = [];
  #users = 0;
  #busy = 0;
  #whenIdle: (() => void) | undefined;

  constructor(scene: Scene, work: Work) {
    const { spec } = scene.scenario;
    this.#scene = scene;
    this.#work = work;
    const most = 'preAllocatedVUs' in spec ? (spec.maxVUs ?? spec.preAllocatedVUs) : 1;
    this.#most = Math.max(1, Math.ceil((most - scene.share.index) / scene.share.of));
    // What waits when no more may begin is counted with its age, as `cut`.
    scene.halt.add(() => this.#abandon());
  }

  arrive(due: number): void {
    const { session, restraint } = this.#scene;
    const planned = this.#work.plan();
    const lag = session.job.now() - due;
    session.health.planned();
    session.health.lag(lag);
    const user = this.#free.pop() ?? this.#hire();
    if (user) this.#run(user, due, planned);
    else if (this.#queue.length < this.#most) {
      this.#scene.queued += 1;
      this.#queue.push({ intended: due, planned, restraint: restraint.total() });
    } else if (restraint.holds)
      session.health.missed(1, 'arrivals were never sent: identities had no room under their quotas');
    else if (lag > LATE) session.health.missed(1, 'arrivals were never sent: the generator was too late');
    else {
      const { endpoint, identityClass } = planned;
      recordUnsent(this.#scene, 'dropped', { endpoint, identityClass, intended: due });
    }
  }

  /** Resolves when nobody is busy and nothing waits. */
  idle(): Promise<void> {
    if (this.#busy === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#whenIdle = resolve;
    });
  }

  #hire(): User | undefined {
    if (this.#users >= this.#most) return undefined;
    const { session, name, share } = this.#scene;
    const id = this.#users * share.of + share.index + 1;
    this.#users += 1;
    return newUser(id, { seed: session.job.seed, scenario: name }, (user, ended) => this.#done(user, ended));
  }

  #run(user: User, intended: number, planned: Planned): void {
    this.#count(1);
    user.turns += 1;
    this.#work.begin(user, intended, planned);
  }

  #done(user: User, ended: boolean): void {
    if (ended) this.#scene.iterations += 1;
    this.#count(-1);
    const waiting = this.#queue.shift();
    if (waiting) {
      const { intended, planned, restraint } = waiting;
      this.#run(user, intended + this.#scene.restraint.total() - restraint, planned);
      return;
    }
    this.#free.push(user);
    if (this.#busy === 0) this.#whenIdle?.();
  }

  #count(change: 1 | -1): void {
    this.#busy += change;
    this.#scene.busy(change);
    this.#scene.restraint.full(this.#busy >= this.#most);
  }

  #abandon(): void {
    for (const { intended, planned } of this.#queue.splice(0)) {
      const { endpoint, identityClass } = planned;
      recordUnsent(this.#scene, 'cut', { endpoint, identityClass, intended });
    }
  }
}
