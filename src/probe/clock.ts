import type { Exchange } from '../model/exchange.ts';
import { headerValues } from './headers.ts';

/** Resolution of the `Date` header, and how late servers that cache it may be, in ms. */
const RESOLUTION = 1000;
const LATENESS = 100;

export interface ClockReading {
  /** How far the server's clock is ahead of ours, in ms. */
  readonly offset: number;
  readonly uncertainty: number;
}

/**
 * Learns how far a server's clock is ahead of ours from the `Date` of its answers (RFC 9110 section 6.6.1).
 * Each answer bounds the offset to a second; answers at different parts of a second narrow it further.
 */
export class ServerClock {
  #low = Number.NEGATIVE_INFINITY;
  #high = Number.POSITIVE_INFINITY;

  /** Notes one answer; `epoch` is our wall clock at the origin of the exchange's times. */
  note(exchange: Pick<Exchange, 'response' | 'timing'>, epoch: number): void {
    const { response, timing } = exchange;
    const [date, ...more] = headerValues(response?.headers ?? [], 'date');
    const stamped = Date.parse(date ?? '');
    const cached = headerValues(response?.headers ?? [], 'age').length > 0;
    if (Number.isNaN(stamped) || more.length > 0 || cached || timing.firstByte === undefined) return;
    this.#narrow(
      stamped - (epoch + timing.firstByte),
      stamped + RESOLUTION + LATENESS - (epoch + timing.sent),
    );
  }

  reading(): ClockReading | undefined {
    if (!Number.isFinite(this.#low)) return undefined;
    return { offset: (this.#low + this.#high) / 2, uncertainty: (this.#high - this.#low) / 2 };
  }

  #narrow(low: number, high: number): void {
    const narrower = { low: Math.max(low, this.#low), high: Math.min(high, this.#high) };
    const contradiction = narrower.low > narrower.high;
    // Several servers with clocks of their own answer: no single offset is true, so the doubt covers them all.
    this.#low = contradiction ? Math.min(low, this.#low) : narrower.low;
    this.#high = contradiction ? Math.max(high, this.#high) : narrower.high;
  }
}
