import type { Exchange } from '../../model/exchange.ts';

/** What an answer says about the token that was sent. */
export type Reading = 'accepted' | 'rejected' | 'unclear';

/** The three answers that a token's answer is compared with: to a valid token, to none and to garbage. */
export interface Baselines {
  readonly valid: readonly Exchange[];
  readonly refused: readonly Exchange[];
}

/** 413, 414 and 431 turn away what is too long, 422 what cannot be parsed. */
const REJECTED: ReadonlySet<number> = new Set([400, 401, 403, 413, 414, 422, 431]);

/**
 * Accepted means indistinguishable from the answer to a valid token, never merely 2xx.
 * A 429, a 5xx or no answer says nothing about the token: a limiter or a fault spoke, not the verifier.
 */
export function readAnswer(exchange: Exchange, baselines: Baselines): Reading {
  if (isSilent(exchange)) return 'unclear';
  const status = exchange.response?.status ?? 0;
  if (baselines.valid.some((valid) => sameAnswer(exchange, valid))) return 'accepted';
  if (REJECTED.has(status)) return 'rejected';
  // A service may hide what it protects behind 404, or send to a login page.
  if (status >= 300 && baselines.refused.some((refused) => refused.response?.status === status))
    return 'rejected';
  return 'unclear';
}

/** True where a limiter, a fault or nobody answered: that neither accepts nor rejects a token. */
export function isSilent(exchange: Exchange): boolean {
  const status = exchange.response?.status;
  return (
    status === undefined || exchange.error !== undefined || status === 408 || status === 429 || status >= 500
  );
}

/** The service itself stumbled, but it is there; 502, 503 and 504 are said by overloaded ones, and in place of absent ones. */
export function isFault({ response, error }: Exchange): boolean {
  const { status = 0 } = response ?? {};
  return error === undefined && status >= 500 && ![502, 503, 504].includes(status);
}

export function isSuccess(exchange: Exchange): boolean {
  const status = exchange.response?.status ?? 0;
  return exchange.error === undefined && status >= 200 && status < 300;
}

/** Same status and same form of body: the same members, or the same text but for ids and numbers. */
export function sameAnswer(one: Exchange, other: Exchange): boolean {
  if (!one.response || !other.response || one.response.status !== other.response.status) return false;
  return form(one.response.body) === form(other.response.body);
}

function form(body: string): string {
  const value = parsed(body);
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'object' && value !== null) return `object ${Object.keys(value).sort().join(' ')}`;
  return body
    .slice(0, 512)
    .replace(/«[^»]*»/g, '*')
    .replace(/[0-9a-f-]{8,}|\d+/gi, '*');
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
