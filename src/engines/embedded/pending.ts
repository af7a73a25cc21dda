import { firstMiss } from '../../http/expect.ts';
import type { Answer, Expectations } from '../../model/context.ts';
import type { Expectation } from '../../model/endpoint.ts';
import { classify } from '../answers/classify.ts';
import { type Done, record } from './record.ts';
import type { Scene } from './scene.ts';

interface Open {
  readonly done: Done;
  readonly expectation: Expectation;
  readonly stream: { readonly complete: boolean } | undefined;
  /** Set by `ctx.expect`: statuses that the script says are right. */
  status?: Expectation['status'];
  cause?: string;
}

const SETTLE_AFTER = 1000;
const LATE = 'ctx.expect came too late: its request was already counted';

/**
 * Scripted requests that are answered and not yet counted, since the script may still hold them against expectations.
 * They are counted when the iteration ends, or when it sleeps or sends again a second later.
 */
export class Pending {
  readonly #scene: Scene;
  readonly #open = new Map<Answer, Open>();
  #closed = false;

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  add(answer: Answer, done: Done, expectation: Expectation, stream: Open['stream']): void {
    const open: Open = { done, expectation, stream };
    if (this.#closed) this.#count(open);
    else this.#open.set(answer, open);
  }

  /** Whether the answer is as the script says; a miss makes its outcome `unexpected`. */
  expect(answer: Answer, { contains, ...expectations }: Expectations): boolean {
    const expectation = {
      ...expectations,
      ...(contains === undefined ? {} : { body: { contains } }),
    } as Expectation;
    const judged = { ...expectation, status: expectation.status ?? answer.status };
    const miss = answer.error === undefined ? firstMiss(judged, answer) : { what: answer.error };
    const open = this.#open.get(answer);
    if (!open) {
      if (miss) this.#scene.session.health.note(LATE);
      return miss === undefined;
    }
    if (expectation.status !== undefined) open.status = expectation.status;
    if (miss) open.cause ??= miss.what;
    return miss === undefined;
  }

  /** Counts those that ended a while ago, or before an instant. */
  settle(before = this.#scene.session.job.now() - SETTLE_AFTER): void {
    for (const [answer, open] of this.#open) {
      if (open.done.raw.ended >= before) continue;
      this.#open.delete(answer);
      this.#count(open);
    }
  }

  /** Counts all of them; what is still under way is counted as soon as it ends. */
  close(): void {
    this.#closed = true;
    this.settle(Number.POSITIVE_INFINITY);
  }

  #count({ done, expectation, stream, status, cause }: Open): void {
    const whole = status === undefined ? expectation : { ...expectation, status };
    const classified = classify(done.raw, whole, stream);
    const missed = cause !== undefined && classified.outcome === 'ok';
    record(this.#scene, done, missed ? { outcome: 'unexpected', cause } : classified);
  }
}
