import type { Head } from 'autocannon';
import type { Credential } from '../../model/identity.ts';
import { CUT, type Failure, type Message } from '../embedded/call.ts';
import { classify } from '../embedded/classify.ts';
import { type Done, record } from '../embedded/record.ts';
import type { Scene } from '../embedded/scene.ts';
import { acquire, exhausted, messageOf, type Unsent } from '../embedded/send.ts';
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
    const credential = this.#ready();
    if (credential === 'late') void this.#wait();
    else if (this.#scene.session.claim()) this.#send(credential);
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

  /** Who sends, where that is known at once: autocannon does not wait. */
  #ready(): Credential | undefined | 'late' {
    const { ring, pool } = this.#choice;
    const { session, use, flooder } = this.#scene;
    if (pool === undefined) return undefined;
    const index = use === 'flood' ? flooder : ring?.peek();
    const credential = index === undefined ? undefined : session.job.identities.ready(pool, use, index);
    if (credential) ring?.next();
    return credential ?? 'late';
  }

  async #wait(): Promise<void> {
    const { pool, endpoint } = this.#choice;
    const grant = await acquire(this.#scene, { pool, endpoint, until: this.#scene.halt });
    if (typeof grant === 'string') {
      this.#unsent(grant);
      return;
    }
    this.intended += grant.waited;
    this.#send(grant.credential);
  }

  #send(credential: Credential | undefined): void {
    const { recipe, capture, identityClass, endpoint } = this.#choice;
    const message = recipe.known(credential) ?? this.#message(credential);
    if (!message || this.#scene.cut.isCut) {
      this.#unsent(message ? 'halted' : 'refused');
      return;
    }
    this.endpoint = endpoint;
    this.method = message.method;
    this.path = message.path;
    this.identityClass = credential?.class ?? identityClass;
    this.subject = credential?.subject ?? '';
    this.#isBusy = true;
    this.raw = new Answer(this.#scene.session.job.now(), capture);
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
    this.#scene.session.health.missed(1, MISREAD);
    this.#unsent('refused');
  }

  #end(): void {
    const { raw } = this;
    clearTimeout(this.#timer);
    this.#isBusy = false;
    raw.ended = this.#scene.session.job.now();
    record(this.#scene, this, classify(raw, this.#choice.recipe.endpoint.expect));
    this.#user.finish(raw.failure?.kind !== 'cut');
  }

  /** Told a turn of the event loop later, lest a user that can send nothing keeps everybody else from theirs. */
  #unsent(why: Unsent): void {
    setImmediate(this.#user.finish, why === 'no-identity' || why === 'refused');
  }
}

const MISREAD = 'autocannon cannot read an answer that an informational one (status 1xx) comes before';
