import type { CheckContext, Probe } from '../../model/check.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import type { Exchange } from '../../model/exchange.ts';
import { callOf } from '../call.ts';
import { isFault, isSilent } from './answer.ts';
import { clockFacts, isDoubtful, type Reading } from './clock.ts';
import { signedByCommonSecret } from './common-secrets.ts';
import type { Source } from './source.ts';
import type { Planned } from './survey.ts';
import type { Need, Variant } from './variant.ts';
import { faultOf } from './verdict.ts';

type Facts = NonNullable<Exchange['facts']>;

const ATTEMPTS = 3;
/** Longest that a busy answer may ask to wait, unless a declared limit of the endpoint has a longer window. */
const LONGEST_WAIT = 10_000;
/** Shorter texts, such as `null`, are no tokens: hiding them would hide them everywhere. */
const SECRET_LENGTH = 40;

/** The control: a valid token, with a new jti where it is minted. */
export const VALID: Variant = { name: 'valid', verdict: 'valid', token: (source) => source.valid() };
export const NONE: Variant = { name: 'none', token: () => '' };
export const GARBAGE: Variant = { name: 'garbage', token: () => 'canary-gate.garbage' };

/** Sends token after token to one endpoint, and controls between them; patience for a busy target is limited over all. */
export class Trial {
  readonly seen: Exchange[] = [];
  readonly #probe: Probe;
  readonly #source: Source;
  readonly #endpoint: Endpoint;
  readonly #needs: ReadonlySet<Need>;
  readonly #longestWait: number;
  #patience: number;
  /** Number of the last control: probes know between which two they stand. */
  #control = -1;
  #clock: Reading | undefined;

  constructor(probe: Probe, context: CheckContext, source: Source, patience: number) {
    const { policy, endpoints } = context;
    this.#probe = probe;
    this.#source = source;
    this.#endpoint = endpoints[policy.jwt!.endpoint]!;
    this.#needs = metNeeds(probe, source);
    this.#longestWait = longestWait(context);
    this.#patience = patience;
  }

  can(need: Need | undefined): boolean {
    return need === undefined || this.#needs.has(need);
  }

  /** Sends a baseline or a control; the last of its attempts. */
  async base(role: string, variant: Variant, more: Facts = {}): Promise<Exchange> {
    if (role === 'valid') this.#control += 1;
    const opening = this.seen.length === 0 ? await this.#openingFacts() : {};
    return (await this.#present(role, variant, { part: role, ...opening, ...more }))!;
  }

  /** Tries a token; false where the target answers nothing any more, not even the control. */
  async attempt({ section, variant }: Planned): Promise<boolean> {
    if (variant.byServerClock && isDoubtful(await this.#serverClock())) return true;
    const facts = { part: 'probe', section: section.id, ...(variant.row && { row: variant.row }) };
    const last = await this.#present(`probe ${section.id}: ${variant.name}`, variant, facts);
    if (last === undefined || !isSilent(last) || isFault(last)) return true;
    if (this.#patience <= 0) return false;
    this.#patience -= 1;
    return !isSilent(await this.base('valid', VALID));
  }

  /** Sends one token; again with a new one while the answer says nothing about it. Every attempt is kept. */
  async #present(role: string, variant: Variant, facts: Facts): Promise<Exchange | undefined> {
    for (let attempt = 1; ; attempt++) {
      const exchange = await this.#send(role, variant, { ...facts, attempt });
      if (exchange === undefined || !isSilent(exchange)) return exchange;
      if (attempt === (isFault(exchange) ? 2 : ATTEMPTS) || this.#patience <= 0) return exchange;
      const wait = isFault(exchange) ? 0 : waitOf(exchange, attempt);
      if (wait > this.#longestWait) return exchange;
      this.#patience -= 1;
      await this.#probe.sleep(wait);
    }
  }

  async #send(role: string, variant: Variant, facts: Facts): Promise<Exchange | undefined> {
    const ahead = variant.byServerClock ? (this.#clock?.offset ?? 0) : 0;
    const token = await variant.token(this.#source, Math.floor((this.#probe.now() + ahead) / 1000));
    if (token === '' && variant !== NONE) return undefined;
    assertVerdict(variant, token, this.#source);
    if (token.length >= SECRET_LENGTH) this.#probe.redact(token, role);
    const { path, ...call } = callOf(this.#endpoint, this.#source.subject);
    const { headers = [], query } = variant.carry?.(token) ?? {};
    const exchange = await this.#probe.send(
      { ...call, path: withQuery(path, query), headers: [...(call.headers ?? []), ...headers] },
      {
        role,
        facts: { ...facts, variant: variant.name, control: this.#control },
        timeout: this.#endpoint.timeout,
        ...(token !== '' && !variant.carry && { as: this.#probe.present(this.#source.pool, token) }),
      },
    );
    this.seen.push(exchange);
    return exchange;
  }

  /** What judging must know of the tokens. */
  async #openingFacts(): Promise<Facts> {
    const { algorithm, pool } = this.#source;
    const key = this.#probe.minter(pool)?.key;
    const secret = key === undefined ? undefined : this.#probe.redact(key, `${pool}-key`);
    return {
      needs: [...this.#needs].join(', '),
      common: signedByCommonSecret(await this.#source.valid(), algorithm),
      algorithm,
      // What stands for the secret in stored answers; a short one is not hidden, and not looked for.
      ...(secret !== undefined && secret !== key && { secret }),
    };
  }

  /** Read once, when every answer so far has narrowed it; a control carries it. */
  async #serverClock(): Promise<Reading> {
    if (this.#clock === undefined) {
      this.#clock = (await this.#probe.serverClock()) ?? { offset: 0, uncertainty: Number.POSITIVE_INFINITY };
      await this.base('valid', VALID, clockFacts(this.#clock));
    }
    return this.#clock;
  }
}

function metNeeds(probe: Probe, source: Source): ReadonlySet<Need> {
  const [[name = '', value = ''] = []] = probe.present(source.pool, 'x').headers;
  const isBearer = name.toLowerCase() === 'authorization' && /^Bearer /i.test(value);
  return new Set<Need>([
    ...(isBearer ? (['bearer'] as const) : []),
    ...(source.opaque ? [] : (['jwt'] as const)),
    ...(source.issuer ? (['key'] as const) : []),
    ...(source.publicKey !== undefined && !source.opaque ? (['public key'] as const) : []),
  ]);
}

/** A token that is not what its variant says would prove nothing: it is never sent. */
function assertVerdict({ name, need, verdict }: Variant, token: string, { verification }: Source): void {
  if (verification === undefined) return;
  const wanted = verdict ?? (need === 'key' ? 'valid' : 'invalid');
  const fault = faultOf(token, verification);
  if ((fault === undefined) === (wanted === 'valid')) return;
  throw new Error(`the token "${name}" should be ${wanted}, but ${fault ?? 'is valid'}`);
}

function withQuery(path: string, query: Readonly<Record<string, string>> | undefined): string {
  if (query === undefined) return path;
  return `${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams(query)}`;
}

/** A limit that is declared for the endpoint is waited for, where the run may wait that long. */
function longestWait({ policy, maxWait }: CheckContext): number {
  const windows = policy.limits
    .filter(({ endpoint, window }) => endpoint === policy.jwt!.endpoint && window <= maxWait)
    .map(({ window }) => window + LONGEST_WAIT / 10);
  return Math.max(LONGEST_WAIT, ...windows);
}

/** As long as the answer asks for. */
function waitOf({ response }: Exchange, attempt: number): number {
  const asked = response?.headers.find(([name]) => name.toLowerCase() === 'retry-after')?.[1];
  const seconds = asked !== undefined && /^\d+$/.test(asked) ? Number(asked) : 0;
  return seconds * 1000 + 100 * attempt;
}
