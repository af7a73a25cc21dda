import { setTimeout as delay } from 'node:timers/promises';
import { handshake, type Knock, type Knocked, knockAt } from '../http/handshake.ts';
import type { RawAnswer, RawRequest } from '../http/raw.ts';
import type { HandshakeOptions, Probe, SendOptions } from '../model/check.ts';
import type { Exchange, ProbeRequest } from '../model/exchange.ts';
import type { Credential, IdentityPool, MintedJwt } from '../model/identity.ts';
import { BudgetError, InconclusiveError, StoppedError } from './failures.ts';
import { sendPlain } from './headers/plain.ts';
import { randomFrom } from './random.ts';
import type { Session } from './session.ts';
import { type Batch, sendTogether } from './together.ts';

const SECRET_LENGTH = 12;

/** Whose requests these are: a check, or a survey that several checks judge. */
export interface Sender {
  readonly id: string;
  readonly exhausting: boolean;
}

/** The probe of one check; `sent` lists its exchanges as they came, not yet redacted. */
export class CheckProbe implements Probe {
  readonly sent: Exchange[] = [];
  readonly random: () => number;
  readonly #session: Session;
  readonly #check: Sender;
  readonly #budget: number;
  #count = 0;

  constructor(session: Session, check: Sender, budget: number) {
    this.#session = session;
    this.#check = check;
    this.#budget = budget;
    this.random = randomFrom(`${session.seed} ${session.arm} ${check.id}`);
  }

  /** Requests begun so far. */
  get count(): number {
    return this.#count;
  }

  async send(request: ProbeRequest, options: SendOptions): Promise<Exchange> {
    const id = this.#next(options);
    await this.#pause(1, options);
    const raw = this.#raw(request, options);
    const { plainPort } = options;
    const { client } = this.#session;
    const sending = plainPort === undefined ? client.send(raw) : sendPlain(this.#session, plainPort, raw);
    return this.#keep(id, options, await sending);
  }

  async together(batch: Batch): Promise<Exchange[]> {
    const { maxRate } = this.#session.target;
    if (maxRate !== undefined && batch.length > maxRate)
      throw new InconclusiveError(
        `needs ${batch.length} requests at once, and maxRate allows ${maxRate} a second`,
      );
    const ids = batch.map(({ options }) => this.#next(options));
    await this.#pause(batch.length);
    const requests = batch.map(({ request, options }) => this.#raw(request, options));
    const { answers, ...measured } = await sendTogether(this.#session.client, requests, this.#session.now);
    return answers.map((answer, index) => {
      const options = batch[index]!.options;
      return this.#keep(ids[index]!, { ...options, facts: { ...options.facts, ...measured } }, answer);
    });
  }

  async handshake({ role, ...terms }: HandshakeOptions): Promise<Exchange> {
    return this.#knock(role, (knock) => handshake(knock, terms));
  }

  async connect(port: number, { role }: { readonly role: string }): Promise<Exchange> {
    return this.#knock(role, (knock) => knockAt(knock, port));
  }

  async subject(pool: string): Promise<Credential> {
    return this.#known(await this.#session.subjects.take(pool, this.#check));
  }

  async fresh(credential: Credential): Promise<Credential> {
    return this.#known(await this.#session.subjects.fresh(credential));
  }

  minter(pool: string): MintedJwt | undefined {
    const found = this.#session.pools[pool];
    return found?.kind === 'jwt' ? found : undefined;
  }

  present(pool: string, token: string): Credential {
    const settings = this.#pool(pool);
    if (token.length >= SECRET_LENGTH) this.redact(token, `${this.#check.id} token`);
    const value = settings.scheme === '' ? token : `${settings.scheme} ${token}`;
    return { pool, class: settings.class, subject: 'forged', token, headers: [[settings.header, value]] };
  }

  redact(secret: string, name: string): string {
    return this.#session.redactor.add(secret, name);
  }

  async sleep(milliseconds: number): Promise<void> {
    if (this.#session.abort.aborted) throw new StoppedError();
    await delay(milliseconds, undefined, { signal: this.#session.abort }).catch(() => {
      throw new StoppedError();
    });
  }

  now(): number {
    return this.#session.wallClock();
  }

  async serverClock(): Promise<{ readonly offset: number; readonly uncertainty: number } | undefined> {
    const { client, clock, wallClock, now, abort } = this.#session;
    if (clock.reading() !== undefined || abort.aborted) return clock.reading();
    this.#next({ role: 'clock' });
    await this.#pause(1);
    clock.note(await client.send({ method: 'HEAD', path: '/', signal: abort }), wallClock() - now());
    return clock.reading();
  }

  /** Reaches the target's own host, which nobody can say of an answer that came through a proxy. */
  async #knock(role: string, knocking: (knock: Knock) => Promise<Knocked>): Promise<Exchange> {
    const { target, proxy, now, wallClock, abort } = this.#session;
    if (proxy !== undefined)
      throw new InconclusiveError(
        `the target is reached through the proxy ${proxy.url}, which would answer for it`,
      );
    const id = this.#next({ role });
    await this.#pause(1);
    const { facts, ...answer } = await knocking({ target, now, wallClock, signal: abort });
    return this.#keep(id, { role, facts }, answer);
  }

  #next({ cleanup = false }: SendOptions): string {
    if (this.#session.abort.aborted && !cleanup) throw new StoppedError();
    this.#count += 1;
    if (this.#count > this.#budget && !cleanup)
      throw new BudgetError(`the check wanted to send more than its ${this.#budget} requests`);
    return `${this.#session.arm === 'canary' ? '' : `${this.#session.arm} `}${this.#check.id}#${this.#count}`;
  }

  async #pause(requests: number, { cleanup = false }: Partial<SendOptions> = {}): Promise<void> {
    const wait = this.#session.pace.reserve(requests);
    if (wait > 0 && !cleanup) await this.sleep(wait);
  }

  #raw(
    request: ProbeRequest,
    { as, localAddress, timeout, keep, cleanup, plainPort }: SendOptions,
  ): RawRequest {
    const credential = plainPort === undefined ? (as?.headers ?? []) : [];
    return {
      ...request,
      headers: [...credential, ...(request.headers ?? [])],
      ...(localAddress !== undefined && { localAddress }),
      ...(timeout !== undefined && { timeout }),
      ...(keep !== undefined && { keep }),
      ...(cleanup !== true && { signal: this.#session.abort }),
    };
  }

  #keep(id: string, { role, facts, cleanup, localAddress }: SendOptions, answer: RawAnswer): Exchange {
    const { now, wallClock, clock, arm, abort } = this.#session;
    clock.note(answer, wallClock() - now());
    const at = answer.timing.sent;
    const exchange: Exchange = {
      id,
      check: this.#check.id,
      role,
      arm,
      ...(localAddress !== undefined && { localAddress }),
      at,
      ...answer,
      ...(facts && { facts }),
    };
    this.sent.push(exchange);
    if (abort.aborted && cleanup !== true) throw new StoppedError();
    return exchange;
  }

  #known(credential: Credential): Credential {
    if (credential.token !== '')
      this.redact(credential.token, `${credential.pool} token of ${credential.subject}`);
    return credential;
  }

  #pool(name: string): IdentityPool {
    const pool = this.#session.pools[name];
    if (pool === undefined) throw new InconclusiveError(`there is no identity pool "${name}"`);
    return pool;
  }
}
