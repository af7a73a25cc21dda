import type { Arrivals } from './pacer.ts';
import { recordUnsent } from './record.ts';
import type { Scene } from './scene.ts';
import { newUser, type User } from './user.ts';
import { until } from './wait.ts';
import type { Planned, Work } from './work.ts';

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
  const { job, health } = scene.session;
  const crew = new Crew(scene, work);
  const gap = pace.duration / Math.max(1, pace.total);
  const spun = (milliseconds: number) => health.spun(milliseconds);
  let next = 0;
  let batch = 0;
  while (next < pace.total && !scene.halt.isCut) {
    const due = scene.began + pace.at(next);
    if (due <= job.now()) {
      next += 1;
      batch += 1;
      crew.arrive(due);
      // Far behind, answers must be read before more is sent, or nothing ever gets free.
      if (batch % BATCH === 0) await new Promise(setImmediate);
    } else await until(due, job.now, scene.halt, gap, spun);
  }
  scene.wind();
  await crew.idle();
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
    this.#most = 'preAllocatedVUs' in spec ? (spec.maxVUs ?? spec.preAllocatedVUs) : 1;
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
    if (user) this.#run(user, { intended: due, planned });
    else if (this.#queue.length < this.#most)
      this.#queue.push({ intended: due, planned, restraint: restraint.total() });
    else if (restraint.holds)
      session.health.missed(1, 'arrivals were never sent: identities had no room under their quotas');
    else if (lag > LATE) session.health.missed(1, 'arrivals were never sent: the generator was too late');
    else recordUnsent(this.#scene, 'dropped', { ...planned, intended: due });
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
    this.#users += 1;
    return newUser(this.#users, this.#scene.session.job.seed, this.#scene.name);
  }

  #run(user: User, arrival: { intended: number; planned: Planned }): void {
    this.#count(1);
    this.#work.iterate(user, arrival, user.turns++).then((ended) => {
      if (ended) this.#scene.iterations += 1;
      this.#count(-1);
      this.#next(user);
    });
  }

  #next(user: User): void {
    const waiting = this.#queue.shift();
    if (waiting) {
      const { intended, planned, restraint } = waiting;
      this.#run(user, { intended: intended + this.#scene.restraint.total() - restraint, planned });
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
    for (const { intended, planned } of this.#queue.splice(0))
      recordUnsent(this.#scene, 'cut', { ...planned, intended });
  }
}
