import { firstMiss } from '../../http/expect.ts';
import type { Answer, Expectations } from '../../model/context.ts';
import type { Expectation } from '../../model/endpoint.ts';
import { type Classified, classify } from './classify.ts';
import type { Raw } from './raw.ts';

/** A scripted request that is answered, with what the plan expects of it; `done` is the engine's own. */
export interface Answered<Done> {
  readonly done: Done;
  readonly raw: Raw;
  readonly expectation: Expectation;
  readonly stream: { readonly complete: boolean } | undefined;
  /** In ms, by the clock of `now`. */
  readonly endedAt: number;
}

export interface Counting<Done> {
  readonly count: (done: Done, classified: Classified) => void;
  /** Hears of what the script did wrong. */
  readonly note: (text: string) => void;
  readonly now: () => number;
}

interface Open<Done> extends Answered<Done> {
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
export class Pending<Done> {
  readonly #counting: Counting<Done>;
  readonly #open = new Map<Answer, Open<Done>>();
  #closed = false;

  constructor(counting: Counting<Done>) {
    this.#counting = counting;
  }

  add(answer: Answer, answered: Answered<Done>): void {
    if (this.#closed) this.#count(answered);
    else this.#open.set(answer, { ...answered });
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
      if (miss) this.#counting.note(LATE);
      return miss === undefined;
    }
    if (expectation.status !== undefined) open.status = expectation.status;
    if (miss) open.cause ??= miss.what;
    return miss === undefined;
  }

  /** Counts those that ended a while ago, or before an instant. */
  settle(before = this.#counting.now() - SETTLE_AFTER): void {
    for (const [answer, open] of this.#open) {
      if (open.endedAt >= before) continue;
      this.#open.delete(answer);
      this.#count(open);
    }
  }

  /** Counts all of them; what is still under way is counted as soon as it ends. */
  close(): void {
    this.#closed = true;
    this.settle(Number.POSITIVE_INFINITY);
  }

  #count({ done, raw, expectation, stream, status, cause }: Open<Done>): void {
    const whole = status === undefined ? expectation : { ...expectation, status };
    const classified = classify(raw, whole, stream);
    const missed = cause !== undefined && classified.outcome === 'ok';
    this.#counting.count(done, missed ? { outcome: 'unexpected', cause } : classified);
  }
}
