import { CUT } from '../../answers/raw.ts';
import type { Call, Message, Transport, TransportOptions, Wanted } from '../call.ts';
import { Exchange, type Home } from './exchange.ts';
import { type Writer, writerFor } from './message.ts';
import { Sessions } from './sessions.ts';
import { UnderWay } from './under-way.ts';

const RESENT = 'requests were sent again: the target had refused their streams, or allowed fewer';

/** HTTP/2 (RFC 9113) by node:http2, over TLS or, without it, by prior knowledge. */
export class Http2Transport implements Transport, Home {
  readonly protocol = 'h2';
  readonly now: () => number;
  readonly firstByteTimeout: number;
  readonly idleTimeout: number;
  activity = 0;
  readonly #writer: Writer;
  readonly #sessions: Sessions;
  readonly #underWay: UnderWay<Exchange>;
  #isClosed = false;

  constructor(options: TransportOptions) {
    this.now = options.now;
    this.firstByteTimeout = options.firstByteTimeout ?? Number.POSITIVE_INFINITY;
    this.idleTimeout = options.idleTimeout ?? Number.POSITIVE_INFINITY;
    this.#writer = writerFor(options.url);
    this.#sessions = new Sessions(options);
    this.#underWay = new UnderWay(options.now);
  }

  get notes(): ReadonlyMap<string, number> {
    return this.#sessions.notes;
  }

  /** Sessions that are open, or being opened. */
  get size(): number {
    return this.#sessions.size;
  }

  prepare(wanted: Wanted): Message {
    return this.#writer.write(wanted);
  }

  send(call: Call): void {
    call.reset(this.now());
    const exchange = new Exchange(call, this);
    this.#underWay.add(exchange);
    this.#place(exchange);
  }

  close(): void {
    this.#isClosed = true;
    for (const exchange of this.#underWay.all) exchange.fail(CUT);
    this.#sessions.close();
  }

  again(exchange: Exchange): void {
    exchange.wasResent = true;
    this.#sessions.note(RESENT);
    this.#place(exchange);
  }

  hurry(exchange: Exchange): void {
    this.#underWay.watch(exchange);
  }

  over(exchange: Exchange): void {
    this.#underWay.delete(exchange);
  }

  stir(): void {
    this.activity += 1;
  }

  #place(exchange: Exchange): void {
    if (this.#isClosed) process.nextTick(() => exchange.fail(CUT));
    else this.#sessions.take(exchange.call.localAddress).carry(exchange);
  }
}
