import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  constants,
  type IncomingHttpHeaders,
  type IncomingHttpStatusHeader,
} from 'node:http2';
import { Duplex } from 'node:stream';
import type { Failure } from '../../answers/raw.ts';
import type { Call, Carrier } from '../call.ts';
import { codeOf } from './failure-code.ts';
import { headerLines, headerValue } from './header-lines.ts';
import type { Http2Message } from './message.ts';
import { outlive, type Remains } from './outliving.ts';
import { NOWHERE, type Timed } from './under-way.ts';

/** What an exchange needs to know, and whom it tells. */
export interface Home {
  readonly now: () => number;
  /** Longest wait for the answer and longest silence inside it, in ms; `Infinity` for none. */
  readonly firstByteTimeout: number;
  readonly idleTimeout: number;
  /** It is due earlier than before. */
  hurry(exchange: Exchange): void;
  /** It is over. */
  over(exchange: Exchange): void;
  /** The target has not acted on it (RFC 9113, section 8.7); may be asked for once. */
  again(exchange: Exchange): void;
  /** Something was sent or received. */
  stir(): void;
}

/** The session that carries an exchange. */
export interface Place {
  /** Answers and parts of them that it brought so far. */
  heard: number;
  readonly isLost: boolean;
  readonly wasAnnounced: boolean;
  /** What must be kept for as long as a stream that did not end well. */
  readonly remains: Remains;
  /** The target has said that it does not act on this stream. */
  isIgnored(stream: number): boolean;
  /** An exchange left it. */
  leave(exchange: Exchange): void;
  /** It is to carry nothing more. */
  retire(): void;
}

type Stream = ClientHttp2Stream & { exchange?: Exchange | undefined };

const { NGHTTP2_CANCEL, NGHTTP2_REFUSED_STREAM, NGHTTP2_FLAG_END_STREAM, NGHTTP2_STREAM_STATE_IDLE } =
  constants;
const NO_PAYLOAD = { endStream: true } as const;
const PAYLOAD = { endStream: false } as const;
/** After all that was wanted is here, the end of an answer is waited for so long, in ms. */
const LINGER = 250;

/** One send of a call: a stream of a session (RFC 9113, section 5), or two where the first was refused. */
export class Exchange implements Carrier, Timed {
  readonly call: Call;
  place = NOWHERE;
  wasResent = false;
  readonly #home: Home;
  #session: Place | undefined;
  #stream: Stream | undefined;
  /** What the session had heard when this was sent. */
  #heardBefore = 0;
  #lines: readonly string[] = [];
  #kept: Buffer[] = [];
  #keptBytes = 0;
  #lastByte = Number.NaN;
  /** When all that was wanted had come; NaN while it has not. */
  #complete = Number.NaN;
  /** The end of the answer has come. */
  #isWhole = false;

  constructor(call: Call, home: Home) {
    this.call = call;
    this.#home = home;
    call.carrier = this;
  }

  get session(): Place | undefined {
    return this.#session;
  }

  /** It waits for this session to be connected, or is started on it at once. */
  join(session: Place): void {
    this.#session = session;
  }

  /** Throws when the session takes no request. */
  start(http2: ClientHttp2Session): void {
    const { headers, body } = this.call.message as Http2Message;
    const stream: Stream = http2.request(headers, body ? PAYLOAD : NO_PAYLOAD);
    stream.exchange = this;
    stream.push = receive;
    stream.on('response', onResponse).on('end', onEnd).on('error', onError).on('close', onClose);
    this.#stream = stream;
    this.#heardBefore = (this.#session as Place).heard;
    if (body) stream.end(body);
    // Has it read on from here, though nobody takes anything out of it.
    stream.read(0);
    this.#home.stir();
  }

  fail(failure: Failure): void {
    if (this.place === NOWHERE) return;
    this.#abandon();
    if (Number.isNaN(this.#complete)) this.#end(this.#home.now(), failure);
    else this.#end(this.#complete, undefined);
  }

  /** Has it sent elsewhere when nothing of it was sent yet. */
  move(): void {
    if (this.#stream?.state.state !== NGHTTP2_STREAM_STATE_IDLE) return;
    this.#abandon();
    this.#home.again(this);
  }

  due(): number {
    if (!Number.isNaN(this.#complete)) return this.#complete + LINGER;
    const { started, timeout, firstByte } = this.call;
    const part = Number.isNaN(firstByte)
      ? started + this.#home.firstByteTimeout
      : this.#lastByte + this.#home.idleTimeout;
    return Math.min(started + timeout, part);
  }

  late(now: number): void {
    const { started, timeout, firstByte } = this.call;
    const part = Number.isNaN(firstByte) ? 'first-byte-timeout' : 'idle-timeout';
    const isSilent = this.#stream !== undefined && this.#session?.heard === this.#heardBefore;
    // Its connection may be dead: nothing else shall be lost in it.
    if (isSilent) this.#session?.retire();
    this.fail({ kind: 'timeout', code: now >= started + timeout ? 'timeout' : part });
  }

  responded(status: number, flags: number, lines: readonly string[]): void {
    this.#heard();
    this.call.status = status;
    this.#lines = lines;
    if ((flags & NGHTTP2_FLAG_END_STREAM) !== 0) this.#finish();
    else this.#home.hurry(this);
  }

  received(chunk: Buffer): void {
    this.#heard();
    const { call } = this;
    call.bytes += chunk.length;
    const room = Math.min(chunk.length, call.capture - this.#keptBytes);
    if (room > 0) {
      this.#kept.push(room < chunk.length ? chunk.subarray(0, room) : chunk);
      this.#keptBytes += room;
    }
    if (Number.isNaN(this.#complete) && call.onChunk?.(chunk, this.#lastByte)) {
      this.#complete = this.#lastByte;
      this.#home.hurry(this);
    }
  }

  /** The end of the stream was received. */
  whole(): void {
    this.#isWhole = true;
    this.#heard();
  }

  /** All that was received is read. */
  ended(): void {
    if (this.#isWhole) this.#finish();
    else this.broken(undefined);
  }

  broken(error: NodeJS.ErrnoException | undefined): void {
    const session = this.#session as Place;
    const { id, rstCode } = this.#stream as Stream;
    const { isLost, wasAnnounced } = session;
    const wasHeard = !Number.isNaN(this.call.firstByte);
    const isIgnored = id === undefined || rstCode === NGHTTP2_REFUSED_STREAM || session.isIgnored(id);
    this.#abandon();
    if (!this.wasResent && !wasHeard && isIgnored) {
      this.#home.again(this);
      return;
    }
    const code = codeOf({ wasHeard, reset: rstCode, error, isSessionLost: isLost, wasAnnounced });
    this.fail({ kind: 'network', code });
  }

  #heard(): void {
    this.#home.stir();
    if (this.#session) this.#session.heard += 1;
    this.#lastByte = this.#home.now();
    if (Number.isNaN(this.call.firstByte)) this.call.firstByte = this.#lastByte;
  }

  #finish(): void {
    const { body } = this.call.message as Http2Message;
    const stream = this.#detach();
    // An answer that came before its request was all sent (RFC 9113, section 8.1): nobody wants the rest.
    if (body && stream?.writableFinished === false) stream.close(NGHTTP2_CANCEL);
    this.#end(Number.isNaN(this.#complete) ? this.#lastByte : this.#complete, undefined);
  }

  #abandon(): void {
    if (this.#stream && this.#session) outlive(this.#stream, this.#session.remains);
    this.#detach()?.close(NGHTTP2_CANCEL);
  }

  /** From here on, nothing that happens to the stream concerns this exchange. */
  #detach(): Stream | undefined {
    const stream = this.#stream;
    const session = this.#session;
    if (stream) stream.exchange = undefined;
    this.#stream = undefined;
    this.#session = undefined;
    session?.leave(this);
    return stream;
  }

  #end(ended: number, failure: Failure | undefined): void {
    const { call } = this;
    this.#home.over(this);
    call.carrier = undefined;
    call.ended = ended;
    call.failure = failure;
    call.headers = () => headerLines(this.#lines);
    call.header = (name) => headerValue(this.#lines, name);
    if (call.capture > 0) {
      call.body = this.#kept.length === 1 ? (this.#kept[0] as Buffer) : Buffer.concat(this.#kept);
      call.truncated = call.bytes > this.#keptBytes;
    }
    call.onEnd(call);
  }
}

function onResponse(
  this: Stream,
  { ':status': status }: IncomingHttpHeaders & IncomingHttpStatusHeader,
  flags: number,
  lines: readonly string[],
): void {
  this.exchange?.responded(status ?? 0, flags, lines);
}

function onEnd(this: Stream): void {
  this.exchange?.ended();
}

function onError(this: Stream, error: Error): void {
  this.exchange?.broken(error);
}

function onClose(this: Stream): void {
  this.exchange?.broken(undefined);
}

/**
 * Takes the place of the stream's own `push`: what is counted and dropped need not be queued, and only here the end of
 * an answer is told from a reset without an error, after which a stream ends in the same way.
 */
function receive(this: Stream, chunk: Buffer | null): boolean {
  if (chunk) {
    this.exchange?.received(chunk);
    return true;
  }
  if (!this.closed) this.exchange?.whole();
  return Duplex.prototype.push.call(this, null);
}
