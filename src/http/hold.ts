import type { Socket } from 'node:net';

const HEAD_END = '\r\n\r\n';
/** Bytes that one packet of a local network holds: a longer end would not arrive at one moment. */
const ONE_PACKET = 1400;

/**
 * Keeps back the end of what is written to one connection, so that many requests can be completed at one moment: the
 * last byte of the head with the body, since many a service answers before it has read a body; of a longer body its
 * last byte alone.
 */
export class LastByte {
  /** Settles when everything but the end is on its way, or when the request has failed before. */
  readonly armed: Promise<void>;
  readonly #chunks: Buffer[] = [];
  #settle: () => void = () => undefined;
  #write: ((chunk: Buffer) => void) | undefined;
  #armed = false;
  #released = false;
  #last: Buffer | undefined;
  #releasedAt: number | undefined;

  /** When the end was sent, by the clock that `release` was given; undefined where there was nothing to release yet. */
  get releasedAt(): number | undefined {
    return this.#releasedAt;
  }

  constructor() {
    this.armed = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  /** Takes over the writing side of a fresh socket. */
  attach(socket: Socket): void {
    const original = socket.write.bind(socket) as (chunk: Buffer) => boolean;
    this.#write = (chunk) => void original(chunk);
    socket.write = ((chunk: string | Uint8Array, encoding?: unknown): boolean => {
      const latin1 = encoding === 'latin1';
      this.#chunks.push(
        typeof chunk === 'string' ? Buffer.from(chunk, latin1 ? 'latin1' : 'utf8') : Buffer.from(chunk),
      );
      return true;
    }) as Socket['write'];
    socket.setNoDelay(true);
  }

  /** The request is complete: sends all of it but the end, or all of it when the others have gone already. */
  arm(): void {
    const all = Buffer.concat(this.#chunks);
    if (this.#armed || all.length === 0) return;
    this.#armed = true;
    const end = endOf(all);
    this.#write?.(this.#released ? all : all.subarray(0, end));
    this.#last = all.subarray(end);
    this.#settle();
  }

  /** The request failed before it was complete: nobody needs to wait for it. */
  giveUp(): void {
    this.#settle();
  }

  /** Sends the end, once; `now` is noted as the time of sending. */
  release(now: number): void {
    if (this.#released) return;
    this.#released = true;
    if (this.#last === undefined) return;
    this.#releasedAt = now;
    this.#write?.(this.#last);
  }
}

/** Where the end begins. */
function endOf(request: Buffer): number {
  const head = request.indexOf(HEAD_END) + HEAD_END.length - 1;
  return request.length - head <= ONE_PACKET ? head : request.length - 1;
}
