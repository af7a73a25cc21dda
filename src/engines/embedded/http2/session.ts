import { type ClientHttp2Session, connect, type SecureClientSessionOptions, type Settings } from 'node:http2';
import type { Socket } from 'node:net';
import type { Exchange, Place } from './exchange.ts';
import { nameOf } from './failure-code.ts';
import { type Remains, remainsOf } from './outliving.ts';

/** What a session needs to know, and whom it tells. */
export interface Owner {
  readonly now: () => number;
  readonly origin: string;
  /** How many streams the target is taken to allow at once before it has said so (RFC 9113, section 6.5.2). */
  assumedStreams: number;
  /** Opens the connection. */
  open(session: Session): void;
  /** It has room again. */
  vacant(session: Session): void;
  /** It is of no more use. */
  gone(session: Session): void;
  note(text: string): void;
}

/** Stream identifiers are odd and below 2^31: a session serves no more requests than this. */
const MOST_REQUESTS = 2 ** 30 - 1;
/** What a target allows that states no limit (RFC 9113, section 6.5.2). */
const MOST_STREAMS = 2 ** 32 - 1;
/** Bytes that a target may send ahead on the streams of a session together. */
const SESSION_WINDOW = 64 * 2 ** 20;

const SETTINGS: Settings = {
  enablePush: false,
  initialWindowSize: 16 * 2 ** 20,
  maxHeaderListSize: 2 ** 20,
};

/** Wide enough that no limit of ours passes for a failure of the target. */
const OPTIONS: SecureClientSessionOptions & { strictSingleValueFields: boolean } = {
  settings: SETTINGS,
  maxHeaderListPairs: 2 ** 14,
  maxSendHeaderBlockLength: 2 ** 20,
  maxSessionMemory: 4096,
  strictSingleValueFields: false,
};

/** One connection, with as many exchanges at once as the target allows. */
export class Session implements Place {
  readonly localAddress: string;
  heard = 0;
  remains: Remains = [];
  /** Whether its owner has it among those with room. */
  isListed = false;
  readonly #owner: Owner;
  readonly #began: number;
  readonly #exchanges = new Set<Exchange>();
  #http2: ClientHttp2Session | undefined;
  #abandon: (() => void) | undefined;
  /** The one that it was opened for. */
  #first: Exchange | undefined;
  #opened = Number.NaN;
  #limit: number;
  #requests = 0;
  #lastStream = Number.POSITIVE_INFINITY;
  #isRetired = false;
  #isClosed = false;

  constructor(owner: Owner, localAddress: string) {
    this.#owner = owner;
    this.#began = owner.now();
    this.#limit = owner.assumedStreams;
    this.localAddress = localAddress;
  }

  get isLost(): boolean {
    return this.#isClosed || this.#http2?.destroyed === true;
  }

  get wasAnnounced(): boolean {
    return this.#lastStream !== Number.POSITIVE_INFINITY;
  }

  get hasRoom(): boolean {
    return this.#exchanges.size < this.#limit;
  }

  /** Whether it may serve one more request at this age, in ms, and after as many as it has served. */
  isGood(maxAge: number, maxRequests: number): boolean {
    if (this.#isRetired || this.isLost || this.#http2?.closed) return false;
    const isOld = this.#owner.now() - this.#opened >= maxAge;
    return !isOld && this.#requests < Math.min(maxRequests, MOST_REQUESTS);
  }

  isIgnored(stream: number): boolean {
    return stream > this.#lastStream;
  }

  carry(exchange: Exchange): void {
    this.#exchanges.add(exchange);
    this.#requests += 1;
    exchange.join(this);
    if (this.#http2) start(exchange, this.#http2);
    else if (this.#requests === 1) {
      this.#first = exchange;
      this.#owner.open(this);
    }
  }

  leave(exchange: Exchange): void {
    this.#exchanges.delete(exchange);
    if (this.#isRetired) this.#closeIfEmpty();
    else if (!this.isListed) this.#owner.vacant(this);
  }

  /** It carries on what it has, and nothing more. */
  retire(): void {
    this.#isRetired = true;
    this.#closeIfEmpty();
  }

  /** What gives up while it is being opened. */
  opening(abandon: () => void): void {
    this.#abandon = abandon;
  }

  /** It is connected: what waits is sent. */
  connected(socket: Socket): void {
    this.#abandon = undefined;
    this.#opened = this.#owner.now();
    try {
      this.#http2 = this.#speak(socket);
    } catch (error) {
      socket.destroy();
      this.refused((error as NodeJS.ErrnoException).code ?? 'network');
      return;
    }
    for (const exchange of this.#exchanges) {
      if (exchange === this.#first) exchange.call.connect = this.#opened - this.#began;
      start(exchange, this.#http2);
    }
    this.#first = undefined;
  }

  refused(code: string): void {
    this.close();
    const kind = code === 'connect-timeout' ? 'timeout' : 'network';
    for (const exchange of [...this.#exchanges]) exchange.fail({ kind, code });
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#isRetired = true;
    this.#abandon?.();
    const http2 = this.#http2;
    // Not while it reads, which is when a session mostly turns out to be of no more use.
    if (http2) setImmediate(() => http2.destroy());
    this.#owner.gone(this);
  }

  #speak(socket: Socket): ClientHttp2Session {
    const http2 = connect(this.#owner.origin, {
      ...OPTIONS,
      peerMaxConcurrentStreams: this.#limit,
      createConnection: () => socket,
    });
    http2.on('remoteSettings', ({ maxConcurrentStreams }) => this.#allowed(maxConcurrentStreams));
    http2.on('goaway', (code, lastStream) => this.#announced(code, lastStream));
    // Every stream hears of it by itself.
    http2.on('error', () => {});
    http2.on('close', () => this.close());
    http2.setLocalWindowSize(SESSION_WINDOW);
    this.remains = remainsOf(http2);
    return http2;
  }

  #allowed(streams = MOST_STREAMS): void {
    this.#limit = streams;
    // One that allows none is asked with one: it may allow some by then.
    this.#owner.assumedStreams = Math.max(1, streams);
    const surplus = [...this.#exchanges].slice(Math.min(streams, this.#exchanges.size));
    for (const exchange of surplus) exchange.move();
    if (!this.isListed && this.hasRoom) this.#owner.vacant(this);
  }

  #announced(code: number, lastStream: number): void {
    this.#lastStream = lastStream;
    if (code !== 0) this.#owner.note(`the target ended sessions with GOAWAY (${nameOf(code)})`);
    this.retire();
  }

  #closeIfEmpty(): void {
    if (this.#exchanges.size === 0) this.close();
  }
}

function start(exchange: Exchange, http2: ClientHttp2Session): void {
  try {
    exchange.start(http2);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'network';
    // The call must not end before its send has returned.
    process.nextTick(() => exchange.fail({ kind: 'network', code }));
  }
}
