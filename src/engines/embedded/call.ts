import type { Dialer } from '../../http/dial.ts';
import type { HeaderLines } from '../../model/exchange.ts';
import { textOf } from '../answers/content-coding.ts';
import type { Failure } from '../answers/raw.ts';

/** A request as it is wanted. */
export interface Wanted {
  readonly method: string;
  /** Path and query as they go out. */
  readonly path: string;
  /** Names, in lower case, and values by turns; `host` and the framing are the transport's own. */
  readonly headers: readonly string[];
  readonly body?: string | undefined;
}

/** A request made ready for the wire, for as often as it is sent; only the transport that made it looks inside. */
export interface Message {
  readonly method: string;
  readonly path: string;
}

/** Whatever carries a call at the moment: a connection, or a stream of one. */
export interface Carrier {
  /** Ends the call with this failure, and whatever can carry nothing else after that. */
  fail(failure: Failure): void;
}

/**
 * One request and what became of it. A virtual user has one and uses it again for every request, so that load leaves
 * nothing behind for the garbage collector: whoever needs a part of it for longer takes a copy.
 * All times are milliseconds of the run's clock; NaN where there is none.
 */
export class Call {
  /** What to send. */
  message!: Message;
  /** Of the whole request, from its send to the last byte, in ms. */
  timeout = 10_000;
  /** Empty for any. */
  localAddress = '';
  /** Most bytes of the body to keep; the rest is counted and dropped. 0 keeps none. */
  capture = 0;
  /**
   * Sees each chunk of the body as it comes; the chunk is only lent. Once it answers true the answer is complete: a
   * connection that stays open or breaks after that takes nothing from it.
   */
  onChunk: ((chunk: Buffer, at: number) => boolean) | undefined;
  /** Hears of the end, once per send. The call may be sent again from within. */
  readonly onEnd: (call: Call) => void;

  /** 0 when there was no answer. */
  status = 0;
  started = 0;
  /** How long it took to connect, where a connection was opened for it. */
  connect = Number.NaN;
  firstByte = Number.NaN;
  ended = 0;
  /** Bytes of the body as received, its transfer coding removed. */
  bytes = 0;
  /** As much of the body as was asked for. */
  body: Buffer = NOTHING;
  truncated = false;
  failure: Failure | undefined;
  /** The header lines of the answer; to be asked for within `onEnd` only. */
  headers: () => HeaderLines = noLines;
  /** The first value of one of them, by its name in lower case; within `onEnd` only. */
  header: (name: string) => string | undefined = noValue;
  /** Set while it is under way. */
  carrier: Carrier | undefined;

  constructor(onEnd: (call: Call) => void) {
    this.onEnd = onEnd;
  }

  /** What was kept of the body, as text; undefined when its content coding is broken. Within `onEnd` only. */
  text(): string | undefined {
    return textOf(this.body, this.header);
  }

  /** Forgets the last answer. */
  reset(now: number): void {
    this.status = 0;
    this.started = now;
    this.connect = Number.NaN;
    this.firstByte = Number.NaN;
    this.ended = now;
    this.bytes = 0;
    this.body = NOTHING;
    this.truncated = false;
    this.failure = undefined;
    this.headers = noLines;
    this.header = noValue;
  }
}

/** What a transport needs to know of its target, whatever it speaks; times in ms. */
export interface TransportOptions {
  readonly url: string;
  readonly now: () => number;
  readonly dialer: Dialer;
  readonly connectTimeout: number;
  /** Longest wait for the first byte, and longest silence inside an answer; none when left out. */
  readonly firstByteTimeout?: number | undefined;
  readonly idleTimeout?: number | undefined;
  /** A connection of this age, or with so many requests, serves no more. */
  readonly maxAge?: number | undefined;
  readonly maxRequests?: number | undefined;
}

/** The seam between load and HTTP: one request, no redirect; whatever goes wrong is a failure of the call. */
export interface Transport {
  readonly protocol: 'h1' | 'h2';
  /** Throws a `TypeError` for what cannot be put on the wire: our own mistake, told apart from any failure. */
  prepare(wanted: Wanted): Message;
  /** Sends `call.message`. `onEnd` is called once, and never before this returns. */
  send(call: Call): void;
  /** Grows with everything that was sent or received: two equal readings mean that nothing happened in between. */
  readonly activity: number;
  /** Things worth telling, such as requests that were sent again, with their counts. */
  readonly notes: ReadonlyMap<string, number>;
  /** Fails what is under way as `cut`. */
  close(): void;
}

const NOTHING = Buffer.alloc(0);
const noLines = (): HeaderLines => [];
const noValue = (): undefined => undefined;
