import type { Probe } from '../../model/check.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import type { Exchange } from '../../model/exchange.ts';
import { callOf } from '../call.ts';
import { isSilent } from './answer.ts';
import type { Mint } from './mint.ts';

/** One token to try. `token` is called at the moment of sending, and again for every retry. */
export interface Variant {
  readonly name: string;
  readonly token: (mint: Mint, seconds: number) => string | Promise<string>;
}

export interface Trial {
  readonly endpoint: Endpoint;
  readonly mint: Mint;
  /** The server's lead over our clock, in ms. */
  readonly offset: number;
}

const RETRIES = 2;
/** Shorter texts, such as `null`, are no tokens: hiding them would hide them everywhere. */
const SECRET_LENGTH = 40;
const LONGEST_WAIT = 10_000;

/** What the endpoint says to a valid token, to none and to garbage. */
export async function baselines(probe: Probe, trial: Trial): Promise<Exchange[]> {
  return [
    ...(await present(probe, trial, 'valid', VALID)),
    ...(await present(probe, trial, 'none', NONE)),
    ...(await present(probe, trial, 'garbage', GARBAGE)),
  ];
}

/** Sends one token; again with a new one while the answer says nothing about it. Every attempt is kept. */
export async function present(
  probe: Probe,
  trial: Trial,
  role: string,
  variant: Variant,
): Promise<Exchange[]> {
  const attempts: Exchange[] = [];
  for (let attempt = 0; attempt <= RETRIES; attempt++) {
    const exchange = await sendToken(probe, trial, role, variant);
    attempts.push(exchange);
    if (!isSilent(exchange)) break;
    if (attempt < RETRIES) await probe.sleep(waitOf(exchange, attempt));
  }
  return attempts;
}

async function sendToken(probe: Probe, trial: Trial, role: string, variant: Variant): Promise<Exchange> {
  const { endpoint, mint } = trial;
  const seconds = Math.floor((probe.now() + trial.offset) / 1000);
  const token = await variant.token(mint, seconds);
  const named = role === 'probe' ? `probe ${variant.name}` : role;
  if (token.length >= SECRET_LENGTH) probe.redact(token, named);
  return probe.send(callOf(endpoint, mint.subject), {
    role: named,
    facts: { part: role, variant: variant.name },
    timeout: endpoint.timeout,
    ...(token !== '' && { as: probe.present(mint.pool, token) }),
  });
}

/** As long as the answer asks for, within reason. */
function waitOf(exchange: Exchange, attempt: number): number {
  const asked = exchange.response?.headers.find(([name]) => name.toLowerCase() === 'retry-after')?.[1];
  const seconds = asked !== undefined && /^\d+$/.test(asked) ? Number(asked) : 0;
  return Math.min(LONGEST_WAIT, seconds * 1000 + 100 * (attempt + 1));
}

/** The control: a valid token with a new jti. */
export const VALID: Variant = { name: 'valid', token: (mint) => mint.valid() };
const NONE: Variant = { name: 'none', token: () => '' };
const GARBAGE: Variant = { name: 'garbage', token: () => 'canary-gate.garbage' };
