import type { Probe } from '../model/check.ts';
import type { Exchange } from '../model/exchange.ts';
import { InconclusiveError } from './failures.ts';
import { answerHeaders, headerValues } from './headers.ts';

const LONGEST_WAIT = 10_000;
/** Where a busy answer does not say how long. */
const UNTOLD = 1000;
const MARGIN = 50;
/** Retries of one call; of all calls together at first; and calls that earn one retry more. */
const EACH = 2;
const FIRST = 4;
const EARNING = 10;

/** Calls in a row that came to nothing but a busy answer: then the target is left alone. */
const HOPELESS = 3;

/** Retries that many calls share, so that a busy target does not make them three times as many. */
export class RetryBudget {
  #calls = 0;
  #spent = 0;
  #busyInARow = 0;

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

  /** Says how a call ended. Throws an `InconclusiveError` when the target stays busy call after call. */
  end(busy: boolean): void {
    this.#busyInARow = busy ? this.#busyInARow + 1 : 0;
    if (this.#busyInARow === HOPELESS)
      throw new InconclusiveError(
        'the target stays busy: it was left alone after three busy answers in a row',
      );
  }
}

/** Most requests that so many calls cost which share one retry budget. */
export function requestsFor(calls: number): number {
  return calls + Math.min(EACH * calls, sharedRetries(calls));
}

/**
 * Sends, and when the target is busy (429, or 503 with Retry-After) waits as it was told and makes a new request,
 * at most twice, and only as often as the budget allows. `make` is called for each attempt, so that a one-time token
 * is never sent again. `windowOf` gives the window of a declared limit that rejects with a status, in ms.
 */
export async function patiently(
  probe: Probe,
  make: () => Promise<Exchange>,
  budget = new RetryBudget(),
  windowOf: (status: number) => number | undefined = () => undefined,
): Promise<Exchange> {
  budget.begin();
  for (let retry = 0; ; retry++) {
    const exchange = await make();
    const wait = waitOf(exchange, probe.now(), windowOf);
    const patient = wait !== undefined && wait <= LONGEST_WAIT && retry < EACH && budget.take();
    if (!patient) budget.end(wait !== undefined);
    if (!patient) return exchange;
    await probe.sleep(wait + MARGIN);
  }
}

function sharedRetries(calls: number): number {
  return FIRST + Math.floor(calls / EARNING);
}

/** Milliseconds that a busy answer asks to wait; undefined when it is none. */
function waitOf(
  exchange: Exchange,
  now: number,
  windowOf: (status: number) => number | undefined,
): number | undefined {
  const status = exchange.response?.status ?? 0;
  const asked = retryAfter(exchange, now);
  const window = windowOf(status);
  const busy = status === 429 || window !== undefined || (status === 503 && asked !== undefined);
  return busy ? (asked ?? window ?? UNTOLD) : undefined;
}

/** `Retry-After` in milliseconds, from seconds or a date (RFC 9110 section 10.2.3). */
function retryAfter(exchange: Exchange, now: number): number | undefined {
  const [value] = headerValues(answerHeaders(exchange), 'retry-after');
  if (value === undefined) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
