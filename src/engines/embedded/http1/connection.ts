import type { Socket } from 'node:net';
import type { HeaderLines } from '../../../model/exchange.ts';
import type { Failure } from '../../answers/raw.ts';
import type { Call, Carrier } from '../call.ts';
import { BodyKeeper } from './body-keeper.ts';
import type { Http1Message } from './message.ts';
import { BROKEN, DONE, type Progress, ResponseParser } from './response-parser.ts';

/** What a connection needs to know, and whom it tells. */
export interface Home {
  readonly now: () => number;
  /** Longest wait for the first byte and longest silence inside an answer, in ms; `Infinity` for none. */
  readonly firstByteTimeout: number;
  readonly idleTimeout: number;
  /** Opens the connection; the lent buffer of `received` is read at once. */
  open(connection: Connection): void;
  /** It can serve again. */
  free(connection: Connection): void;
  /** It is of no more use. */
  gone(connection: Connection): void;
  /** The target had closed it while it was idle; nothing of an answer came. */
  again(call: Call): void;
  /** Something was sent or received. */
  stir(): void;
}

/** After all that was wanted is here, the end of an answer is waited for so long, in ms, so that its connection may serve again. */
const LINGER = 250;
/** A connection that was idle for so long, in ms, and is lost without a byte was closed for its idleness. */
const IDLE = 500;

/**
 * One HTTP/1.1 connection; it carries one call at a time. One timer serves all of them: it looks at what is under way
 * when it fires and goes on, so that a call costs no timer of its own.
 */
export class Connection implements Carrier {
  readonly localAddress: string;
  served = 0;
  /** When it was connected; NaN before. */
  opened = Number.NaN;
  /** When its last call ended. */
  freed = 0;
  readonly #home: Home;
  readonly #parser = new ResponseParser();
  readonly #keeper = new BodyKeeper();
  readonly #headers = (): HeaderLines => this.#parser.headerLines();
  readonly #header = (name: string): string | undefined => this.#parser.header(name);
  readonly #check = (): void => this.#checkTime();
  #socket: Socket | undefined;
  #abandon: (() => void) | undefined;
  #call: Call | undefined;
  #lastByte = 0;
  /** When all that was wanted had come; NaN while it has not. */
  #complete = Number.NaN;
  #timer: NodeJS.Timeout | undefined;
  #timerAt = 0;
  #isClosed = false;

  constructor(home: Home, localAddress: string) {
    this.#home = home;
    this.localAddress = localAddress;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Whether the target has said that it will have closed it by now. */
  isStale(now: number): boolean {
    const seconds = this.#parser.keepAliveTimeout;
    return now - this.freed > Math.max(seconds * 1000 - 1000, seconds * 500);
  }

  /** `call.reset` was done by the sender. */
  carry(call: Call): void {
    this.#call = call;
    call.carrier = this;
    this.#complete = Number.NaN;
    this.#parser.reset((call.message as Http1Message).isHead);
    this.#parser.onBody = this.#keeper.begin(call, this.#home.now);
    this.#watch(this.#due(call));
    if (this.#socket) this.#write(call);
    else this.#home.open(this);
  }

  /** What gives up while it is being opened. */
  opening(abandon: () => void): void {
    this.#abandon = abandon;
  }

  /** It is connected: what waits is sent. */
  connected(socket: Socket): void {
    this.#abandon = undefined;
    this.opened = this.#home.now();
    if (this.#isClosed) {
      socket.destroy();
      return;
    }
    this.#socket = socket;
    socket.on('error', (error: NodeJS.ErrnoException) => this.#lost(error.code ?? 'ECONNRESET'));
    socket.on('end', () => this.#ended());
    socket.on('close', () => this.#lost('closed'));
    if (this.#call) {
      this.#call.connect = this.opened - this.#call.started;
      this.#write(this.#call);
    }
  }

  refused(code: string): void {
    this.#abandon = undefined;
    this.fail({ kind: code === 'connect-timeout' ? 'timeout' : 'network', code });
  }

  /** Reads what came; the buffer is lent. */
  received(length: number, bytes: Buffer): boolean {
    this.#home.stir();
    const call = this.#call;
    if (!call) {
      // Nothing was asked for: whatever it is, nothing after it could be trusted.
      this.close();
      return false;
    }
    this.#lastByte = this.#home.now();
    if (Number.isNaN(call.firstByte)) call.firstByte = this.#lastByte;
    this.#proceed(call, this.#parser.read(bytes, length));
    return !this.#isClosed;
  }

  fail(failure: Failure): void {
    const call = this.#call;
    this.close();
    if (call) this.#end(call, this.#home.now(), failure);
  }

  /** A call under way must have been ended first. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#abandon?.();
    this.#socket?.destroy();
    this.#home.gone(this);
  }

  #write(call: Call): void {
    this.#home.stir();
    this.#socket?.write((call.message as Http1Message).bytes);
  }

  #proceed(call: Call, progress: Progress): void {
    if (progress === DONE) this.#finish(call);
    else if (progress === BROKEN) this.#broken(call);
    else {
      if (this.#keeper.isComplete && Number.isNaN(this.#complete)) this.#complete = this.#lastByte;
      this.#watch(this.#due(call));
    }
  }

  #finish(call: Call): void {
    const parser = this.#parser;
    const socket = this.#socket as Socket;
    this.served += 1;
    // An answer that came before its request was all sent leaves the rest of it in the way of the next.
    const serves = parser.keepAlive && !parser.surplus && socket.writableLength === 0;
    const ended = Number.isNaN(this.#complete) ? this.#lastByte : this.#complete;
    this.freed = ended;
    if (serves) this.#home.free(this);
    else this.close();
    this.#end(call, ended, undefined);
  }

  #broken(call: Call): void {
    if (Number.isNaN(this.#complete)) this.fail({ kind: 'network', code: this.#parser.fault });
    else this.#cutShort(call);
  }

  /** All that was wanted had come; what was to follow takes nothing from it. */
  #cutShort(call: Call): void {
    this.close();
    this.#end(call, this.#complete, undefined);
  }

  /** The target sends no more. */
  #ended(): void {
    const call = this.#call;
    if (call && !Number.isNaN(call.firstByte)) {
      this.#lastByte = this.#home.now();
      this.#proceed(call, this.#parser.end());
    } else this.#lost('closed');
  }

  #lost(code: string): void {
    const call = this.#call;
    if (!call) this.close();
    else if (this.#mayGoAgain(call)) {
      this.#call = undefined;
      this.close();
      this.#home.again(call);
    } else if (Number.isNaN(this.#complete)) this.fail({ kind: 'network', code });
    else this.#cutShort(call);
  }

  #mayGoAgain(call: Call): boolean {
    const { isIdempotent } = call.message as Http1Message;
    const wasIdle = this.served > 0 && call.started - this.freed >= IDLE;
    return isIdempotent && wasIdle && Number.isNaN(call.firstByte);
  }

  #end(call: Call, ended: number, failure: Failure | undefined): void {
    const parser = this.#parser;
    this.#call = undefined;
    call.carrier = undefined;
    call.status = parser.status;
    call.bytes = parser.bodyBytes;
    call.ended = ended;
    call.failure = failure;
    call.headers = this.#headers;
    call.header = this.#header;
    if (call.capture > 0) this.#keeper.give(call);
    call.onEnd(call);
  }

  /** When the call under way has had its time, in ms of the run's clock. */
  #due(call: Call): number {
    if (!Number.isNaN(this.#complete)) return this.#complete + LINGER;
    const whole = call.started + call.timeout;
    const part = Number.isNaN(call.firstByte)
      ? call.started + this.#home.firstByteTimeout
      : this.#lastByte + this.#home.idleTimeout;
    return Math.min(whole, part);
  }

  /** Has the timer fire by then; a timer that fires earlier finds out by itself. */
  #watch(at: number): void {
    if (this.#timer !== undefined && this.#timerAt <= at) return;
    clearTimeout(this.#timer);
    this.#timerAt = at;
    this.#timer = setTimeout(this.#check, Math.max(1, Math.ceil(at - this.#home.now())));
  }

  #checkTime(): void {
    this.#timer = undefined;
    const call = this.#call;
    if (!call) return;
    const due = this.#due(call);
    if (due > this.#home.now()) this.#watch(due);
    else this.#late(call);
  }

  #late(call: Call): void {
    if (!Number.isNaN(this.#complete)) {
      this.#cutShort(call);
      return;
    }
    const whole = this.#home.now() >= call.started + call.timeout;
    const part = Number.isNaN(call.firstByte) ? 'first-byte-timeout' : 'idle-timeout';
    this.fail({ kind: 'timeout', code: whole ? 'timeout' : part });
  }
}
