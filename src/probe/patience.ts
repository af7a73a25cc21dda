import type { Probe } from '../model/check.ts';
import type { Exchange } from '../model/exchange.ts';
import { answerHeaders, headerValues } from './headers.ts';

const LONGEST_WAIT = 10_000;
const RETRIES = 2;

/**
 * Sends, and when the target is busy (429, or 503 with Retry-After) waits as it was told and makes a new request,
 * at most twice. `make` is called for each attempt, so that a one-time token is never sent again.
 */
export async function patiently(probe: Probe, make: () => Promise<Exchange>): Promise<Exchange> {
  for (let retry = 0; ; retry++) {
    const exchange = await make();
    const wait = waitOf(exchange, probe.now());
    if (wait === undefined || retry === RETRIES) return exchange;
    await probe.sleep(wait);
  }
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
