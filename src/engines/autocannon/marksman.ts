import type { Head } from 'autocannon';
import type { Credential } from '../../model/identity.ts';
import { classify } from '../answers/classify.ts';
import { CUT, type Failure } from '../answers/raw.ts';
import type { Message } from '../embedded/call.ts';
import { type Done, record } from '../embedded/record.ts';
import type { Scene } from '../embedded/scene.ts';
import { acquire, exhausted, type Grant, messageOf, type Unsent } from '../embedded/send.ts';
import type { Choice } from '../embedded/static.ts';
import type { User } from '../embedded/user.ts';
import { Answer } from './answer.ts';
import { type Arsenal, Cannon, type Gunner } from './cannon.ts';
import type { Draft } from './draft.ts';

/** What the marksmen of a job share. */
export interface Range extends Arsenal {
  /** Keeps the end of a cannon, to be waited for. */
  readonly opened: (cannon: Cannon) => void;
}

/** Who sends a request, and what is to be told of its end. */
interface Leave {
  readonly credential: Grant['credential'];
  readonly permit: Pick<Grant['permit'], 'end'>;
}

const ANYBODY = { end: () => {} };

/** One virtual user: its requests, one after the other, over one autocannon for as long as that serves. */
export class Marksman implements Gunner, Done {
  readonly vu: number;
  raw = new Answer(0, 0);
  intended = 0;
  endpoint = '';
  method = '';
  path = '';
  identityClass = '';
  subject = '';
  iteration = 0;
  readonly #scene: Scene;
  readonly #user: User;
  readonly #range: Range;
  #choice!: Choice;
  #cannon: Cannon | undefined;
  #permit: Leave['permit'] = ANYBODY;
  #timer: NodeJS.Timeout | undefined;
  #isBusy = false;

  constructor(scene: Scene, user: User, range: Range) {
    this.#scene = scene;
    this.#user = user;
    this.#range = range;
    this.vu = user.id;
    scene.cut.add(() => this.#fail(CUT));
  }

  /** Begins the request that is due at `intended`. */
  begin(intended: number, choice: Choice): void {
    this.#choice = choice;
    this.intended = intended;
    this.iteration = this.#user.turns - 1;
    const leave = this.#leave();
    if (leave === undefined) void this.#wait();
    else if (this.#scene.session.claim()) this.#send(leave);
    else this.#unsent(exhausted(this.#scene));
  }

  head(head: Head): void {
    this.raw.head(head, this.#scene.session.job.now());
    if (head.statusCode < 200) this.#misread();
  }

  body(chunk: Buffer): void {
    this.raw.body(chunk);
  }

  answered(): void {
    this.#end();
  }

  broke(code?: string): void {
    if (code === undefined && this.raw.endsWithConnection) this.#end();
    else this.#fail({ kind: 'network', code: code ?? (this.raw.status === 0 ? 'closed' : 'truncated') });
  }

  /** Leave to send as somebody, where it is to be had at once: autocannon does not wait. */
  #leave(): Leave | undefined {
    const { ring, pool, endpoint } = this.#choice;
    const { session, use, flooder } = this.#scene;
    if (ring) {
      const credential =
        pool === undefined ? undefined : session.job.identities.ready(pool, use, ring.peek());
      if (pool !== undefined && !credential) return undefined;
      ring.next();
      return { credential, permit: ANYBODY };
    }
    const ask = { pool, endpoint, ...(use === 'flood' ? { index: flooder } : {}) };
    const permits = session.permits(use);
    const permit = permits.free(ask) ?? permits.take(ask, session.job.now());
    if (!('end' in permit)) return undefined;
    const credential = pool === undefined ? undefined : session.job.identities.ready(pool, use, permit.index);
    if (pool === undefined || credential) return { credential, permit };
    permit.end(session.job.now());
    return undefined;
  }

  async #wait(): Promise<void> {
    const { pool, endpoint } = this.#choice;
    const grant = await acquire(this.#scene, { pool, endpoint, until: this.#scene.halt });
    if (typeof grant === 'string') {
      this.#unsent(grant);
      return;
    }
    this.intended += grant.waited;
    this.#scene.session.health.note(RECONNECTED);
    this.#send(grant);
  }

  #send({ credential, permit }: Leave): void {
    const { recipe, capture, identityClass, endpoint } = this.#choice;
    const { session, cut } = this.#scene;
    const message = recipe.known(credential) ?? this.#message(credential);
    if (!message || cut.isCut) {
      permit.end(session.job.now());
      this.#unsent(message ? 'halted' : 'refused');
      return;
    }
    this.endpoint = endpoint;
    this.method = message.method;
    this.path = message.path;
    this.identityClass = credential?.class ?? identityClass;
    this.subject = credential?.subject ?? '';
    this.#permit = permit;
    this.#isBusy = true;
    this.raw = new Answer(session.job.now(), capture);
    const { timeout } = recipe.endpoint;
    this.#timer = setTimeout(() => this.#fail({ kind: 'timeout', code: 'timeout' }), timeout);
    this.#fire(message as Draft);
  }

  #message(credential: Credential | undefined): Message | undefined {
    const { recipe, endpoint } = this.#choice;
    const slots = {
      subject: credential?.subject ?? '',
      random: this.#scene.random,
      data: this.#scene.row(),
    };
    return messageOf(this.#scene, endpoint, () => recipe.message(slots, credential));
  }

  #fire(draft: Draft): void {
    if (this.#cannon?.load(draft)) return;
    this.#cannon?.retire();
    this.#cannon = new Cannon(this.#range, draft, this);
    this.#range.opened(this.#cannon);
  }

  #fail(failure: Failure): void {
    if (!this.#isBusy) return;
    this.#cannon?.retire();
    this.raw.failure = failure;
    this.#end();
  }

  /** An informational answer (RFC 9110, section 15.2) is taken for the final one: what follows would be misread. */
  #misread(): void {
    this.#cannon?.retire();
    clearTimeout(this.#timer);
    this.#isBusy = false;
    this.#permit.end(this.#scene.session.job.now());
    this.#scene.session.health.missed(1, MISREAD);
    this.#unsent('refused');
  }

  #end(): void {
    const { raw } = this;
    clearTimeout(this.#timer);
    this.#isBusy = false;
    raw.ended = this.#scene.session.job.now();
    this.#permit.end(raw.ended);
    record(this.#scene, this, classify(raw, this.#choice.recipe.endpoint.expect));
    this.#user.finish(raw.failure?.kind !== 'cut');
  }

  /** Told a turn of the event loop later, lest a user that can send nothing keeps everybody else from theirs. */
  #unsent(why: Unsent): void {
    setImmediate(this.#user.finish, why === 'no-identity' || why === 'refused');
  }
}

const MISREAD = 'autocannon cannot read an answer that an informational one (status 1xx) comes before';
const RECONNECTED =
  'a virtual user had to wait for leave or for a token and was given a new connection: autocannon does not wait';
