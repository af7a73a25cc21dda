import type { Socket } from 'node:net';
import { CUT } from '../../answers/raw.ts';
import type { Call, Transport, TransportOptions, Wanted } from '../call.ts';
import { Connection, type Home } from './connection.ts';
import { type Writer, writerFor } from './message.ts';

/** One buffer for all connections: what is read is parsed before the next read. */
const READ_BUFFER = 65_536;
const RESENT = 'requests were sent again: the target had closed their idle connection';

/**
 * HTTP/1.1 with as many connections as there are calls under way at once, so that a slow target is never mistaken for a
 * short pool. The one that was used last is used first.
 */
export class Http1Transport implements Transport, Home {
  readonly protocol = 'h1';
  readonly now: () => number;
  readonly firstByteTimeout: number;
  readonly idleTimeout: number;
  readonly notes = new Map<string, number>();
  activity = 0;
  readonly #options: TransportOptions;
  readonly #writer: Writer;
  readonly #buffer = Buffer.allocUnsafeSlow(READ_BUFFER);
  readonly #idle = new Map<string, Connection[]>();
  readonly #all = new Set<Connection>();
  readonly #maxAge: number;
  readonly #maxRequests: number;

  constructor(options: TransportOptions) {
    const { now, firstByteTimeout, idleTimeout, maxAge, maxRequests, dialer } = options;
    this.#options = options;
    this.now = now;
    this.firstByteTimeout = firstByteTimeout ?? Number.POSITIVE_INFINITY;
    this.idleTimeout = idleTimeout ?? Number.POSITIVE_INFINITY;
    this.#maxAge = maxAge ?? Number.POSITIVE_INFINITY;
    this.#maxRequests = maxRequests ?? Number.POSITIVE_INFINITY;
    this.#writer = writerFor(new URL(options.url).host, {
      prefix: dialer.requestPrefix,
      fixed: dialer.requestHeaders,
    });
  }

  /** Connections that are open, or being opened. */
  get size(): number {
    return this.#all.size;
  }

  prepare(wanted: Wanted) {
    return this.#writer.write(wanted);
  }

  send(call: Call): void {
    call.reset(this.now());
    this.#carry(call);
  }

  close(): void {
    for (const connection of [...this.#all]) connection.fail(CUT);
  }

  open(connection: Connection): void {
    const { dialer, connectTimeout } = this.#options;
    const { localAddress } = connection;
    const onread = {
      buffer: this.#buffer,
      callback: (length: number, bytes: Uint8Array) => connection.received(length, bytes as Buffer),
    };
    const attempt = dialer.open({ localAddress, onread, timeout: connectTimeout }, (error, dialled) => {
      if (!dialled) {
        connection.refused(error?.code ?? 'network');
        return;
      }
      if (!dialled.onread) readOf(dialled.socket, connection);
      connection.connected(dialled.socket);
    });
    connection.opening(() => attempt.abort());
  }

  free(connection: Connection): void {
    const { localAddress, served } = connection;
    if (served >= this.#maxRequests) {
      connection.close();
      return;
    }
    const idle = this.#idle.get(localAddress);
    if (idle) idle.push(connection);
    else this.#idle.set(localAddress, [connection]);
  }

  gone(connection: Connection): void {
    this.#all.delete(connection);
  }

  again(call: Call): void {
    this.notes.set(RESENT, (this.notes.get(RESENT) ?? 0) + 1);
    this.#fresh(call);
  }

  stir(): void {
    this.activity += 1;
  }

  #carry(call: Call): void {
    const idle = this.#idle.get(call.localAddress);
    for (let connection = idle?.pop(); connection; connection = idle?.pop()) {
      if (connection.isClosed) continue;
      if (this.#isGood(connection, call.started)) {
        connection.carry(call);
        return;
      }
      connection.close();
    }
    this.#fresh(call);
  }

  #isGood(connection: Connection, now: number): boolean {
    return now - connection.opened < this.#maxAge && !connection.isStale(now);
  }

  #fresh(call: Call): void {
    const connection = new Connection(this, call.localAddress);
    this.#all.add(connection);
    connection.carry(call);
  }
}

/** Where the socket cannot read into our buffer it brings its own. */
function readOf(socket: Socket, connection: Connection): void {
  socket.on('data', (bytes: Buffer) => connection.received(bytes.length, bytes));
}
