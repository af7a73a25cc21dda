import type { Probe } from '../model/check.ts';
import type { Exchange } from '../model/exchange.ts';
import { answerHeaders, headerValues } from './headers.ts';

const LONGEST_WAIT = 10_000;
/** Retries of one call; of all calls together at first; and calls that earn one retry more. */
const EACH = 2;
const FIRST = 4;
const EARNING = 10;

/** Retries that many calls share, so that a busy target does not make them three times as many. */
export class RetryBudget {
  #calls = 0;
  #spent = 0;

  /** To be said once for each call. */
  begin(): void {
    this.#calls += 1;
  }

  /** Takes one retry; false where none is left. */
  take(): boolean {
    if (this.#spent >= sharedRetries(this.#calls)) return false;
    this.#spent += 1;
    return true;
  }
}

/** Most requests that so many calls cost which share one retry budget. */
export function requestsFor(calls: number): number {
  return calls + Math.min(EACH * calls, sharedRetries(calls));
}

/**
 * Sends, and when the target is busy (429, or 503 with Retry-After) waits as it was told and makes a new request,
 * at most twice, and only as often as the budget allows. `make` is called for each attempt, so that a one-time token
 * is never sent again.
 */
export async function patiently(
  probe: Probe,
  make: () => Promise<Exchange>,
  budget = new RetryBudget(),
): Promise<Exchange> {
  budget.begin();
  for (let retry = 0; ; retry++) {
    const exchange = await make();
    const wait = waitOf(exchange, probe.now());
    if (wait === undefined || retry === EACH || !budget.take()) return exchange;
    await probe.sleep(wait);
  }
}

function sharedRetries(calls: number): number {
  return FIRST + Math.floor(calls / EARNING);
}

/** Milliseconds that a busy answer asks to wait, capped; undefined when it is none or asks for too much. */
function waitOf(exchange: Exchange, now: number): number | undefined {
  const status = exchange.response?.status;
  const asked = retryAfter(exchange, now);
  const busy = status === 429 || (status === 503 && asked !== undefined);
  if (!busy) return undefined;
  const wait = asked ?? 1000;
  return wait > LONGEST_WAIT ? undefined : wait + 50;
}

/** `Retry-After` in milliseconds, from seconds or a date (RFC 9110 section 10.2.3). */
function retryAfter(exchange: Exchange, now: number): number | undefined {
  const [value] = headerValues(answerHeaders(exchange), 'retry-after');
  if (value === undefined) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
