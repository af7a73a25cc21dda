import type { Credential } from '../../model/identity.ts';
import { classify } from '../answers/classify.ts';
import { Call, type Message } from './call.ts';
import type { Permit } from './permits.ts';
import { type Done, record } from './record.ts';
import type { Scene } from './scene.ts';
import { acquire, exhausted, messageOf, type Unsent } from './send.ts';
import type { Choice } from './static.ts';
import { type EventReader, eventReader } from './stream.ts';
import type { User } from './user.ts';

const ANYBODY = { localAddress: '', end: () => {} };

/**
 * One virtual user's static requests, one after the other. It and its call are used again and again: in the usual case
 * a request leaves nothing behind.
 */
export class Hit implements Done {
  readonly raw: Call;
  readonly vu: number;
  intended = 0;
  endpoint = '';
  method = '';
  path = '';
  identityClass = '';
  subject = '';
  iteration = 0;
  readonly #scene: Scene;
  readonly #user: User;
  #choice!: Choice;
  #permit: Pick<Permit, 'localAddress' | 'end'> = ANYBODY;
  #events: EventReader | undefined;

  constructor(scene: Scene, user: User) {
    this.#scene = scene;
    this.#user = user;
    this.vu = user.id;
    this.raw = new Call(() => this.#ended());
    scene.calls.add(this.raw);
  }

  get firstEvent(): number | undefined {
    return this.#events?.firstEvent;
  }

  /** Begins the request that was due at `intended`. */
  begin(intended: number, choice: Choice): void {
    this.#choice = choice;
    this.intended = intended;
    this.iteration = this.#user.turns - 1;
    const { ring, pool } = choice;
    if (!ring) return void this.#wait();
    const { session, use } = this.#scene;
    const credential = pool === undefined ? undefined : session.job.identities.ready(pool, use, ring.peek());
    if (pool !== undefined && !credential) return void this.#wait();
    ring.next();
    this.#permit = ANYBODY;
    if (session.claim()) this.#send(credential);
    else this.#unsent(exhausted(this.#scene));
  }

  /** Leave, or a token, has to be waited for. */
  async #wait(): Promise<void> {
    const { pool, endpoint } = this.#choice;
    const grant = await acquire(this.#scene, { pool, endpoint, until: this.#scene.halt });
    if (typeof grant === 'string') {
      this.#unsent(grant);
      return;
    }
    this.#permit = grant.permit;
    this.intended += grant.waited;
    this.#send(grant.credential);
  }

  #send(credential: Credential | undefined): void {
    const { recipe, capture, identityClass, endpoint } = this.#choice;
    const scene = this.#scene;
    const message = recipe.known(credential) ?? this.#message(credential);
    if (!message || scene.cut.isCut) {
      this.#permit.end(scene.session.job.now());
      this.#unsent(message ? 'halted' : 'refused');
      return;
    }
    this.endpoint = endpoint;
    this.method = message.method;
    this.path = message.path;
    this.identityClass = credential?.class ?? identityClass;
    this.subject = credential?.subject ?? '';
    const call = this.raw;
    call.message = message;
    call.timeout = recipe.endpoint.timeout;
    call.localAddress = this.#permit.localAddress;
    call.capture = capture;
    this.#events = recipe.endpoint.stream && eventReader(recipe.endpoint.stream, false);
    call.onChunk = this.#events?.read;
    scene.session.transport.send(call);
  }

  #message(credential: Credential | undefined): Message | undefined {
    const { recipe, endpoint } = this.#choice;
    const scene = this.#scene;
    const slots = { subject: credential?.subject ?? '', random: scene.random, data: scene.row() };
    return messageOf(scene, endpoint, () => recipe.message(slots, credential));
  }

  #ended(): void {
    const { raw } = this;
    this.#permit.end(raw.ended);
    record(this.#scene, this, classify(raw, this.#choice.recipe.endpoint.expect, this.#events));
    this.#user.finish(raw.failure?.kind !== 'cut');
  }

  /** Told a turn of the event loop later, lest a user that can send nothing keeps everybody else from theirs. */
  #unsent(why: Unsent): void {
    setImmediate(this.#user.finish, why === 'no-identity' || why === 'refused');
  }
}
