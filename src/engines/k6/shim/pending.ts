import { firstMiss } from '../../../http/expect.ts';
import type { Answer, Expectations } from '../../../model/context.ts';
import type { Expectation } from '../../../model/endpoint.ts';
import { classify } from '../../answers/classify.ts';
import { elapsed } from './clock.ts';
import { timesOf } from './listed.ts';
import type { Sent } from './send.ts';
import { tellIteration, tellRequest } from './tell.ts';
import { versionOf } from './version.ts';
import type { Scene } from './world.ts';

/** A scripted request that is answered and not yet told of, since the script may still hold it against something. */
export interface Done {
  readonly sent: Sent;
  readonly expectation: Expectation;
  readonly endpoint: string;
  readonly class: string;
  readonly subject: string;
  readonly method: string;
  readonly path: string;
  readonly place: number;
  readonly held: number;
  readonly iteration: number;
}

interface Open extends Done {
  status?: Expectation['status'];
  cause?: string;
}

const SETTLE_AFTER = 1000;
const LATE = 'ctx.expect came too late: its request was already counted';

/** The answers of one iteration, told of when it ends, or when it sleeps or sends again a second later. */
export class Pending {
  readonly #scene: Scene;
  readonly #open = new Map<Answer, Open>();
  #closed = false;

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  add(answer: Answer, done: Done): void {
    if (this.#closed) this.#tell(done);
    else this.#open.set(answer, { ...done });
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
      if (miss) tellIteration(this.#scene, { ended: false, note: LATE });
      return miss === undefined;
    }
    if (expectation.status !== undefined) open.status = expectation.status;
    if (miss) open.cause ??= miss.what;
    return miss === undefined;
  }

  /** Tells of those that ended a while ago, or before an instant. */
  settle(before = elapsed() - SETTLE_AFTER): void {
    for (const [answer, open] of this.#open) {
      if (open.sent.endedAt >= before) continue;
      this.#open.delete(answer);
      this.#tell(open);
    }
  }

  close(): void {
    this.#closed = true;
    this.settle(Number.POSITIVE_INFINITY);
  }

  #tell({ sent, expectation, status, cause: missed, ...done }: Open): void {
    const whole = status === undefined ? expectation : { ...expectation, status };
    const classified = classify(sent, whole, sent.events);
    const isMissed = missed !== undefined && classified.outcome === 'ok';
    const { outcome, cause } = isMissed ? { outcome: 'unexpected' as const, cause: missed } : classified;
    const { endpoint, method, path, subject, iteration, held, place } = done;
    const labels = { endpoint, class: done.class, version: versionOf(sent), outcome, status: sent.status };
    tellRequest(this.#scene, labels, {
      place,
      ...timesOf(sent),
      ...(held > 0 ? { held } : {}),
      ...(cause === undefined ? {} : { cause }),
      ...(this.#scene.spec.transcript ? { line: { method, path, subject, iteration } } : {}),
    });
  }
}
