import { Client } from 'undici';
import { type Connector, opening } from './connector.ts';

/** One connection: it serves one request at a time, and connects again by itself when the target has closed it. */
export interface Connection {
  readonly client: Client;
  readonly localAddress: string;
  /** Milliseconds that the latest connect took, until taken by the request that caused it. */
  connect: number | undefined;
  /** Ends it, also while it is connecting. */
  destroy(): void;
}

/**
 * Connections by source address, most recently used first: as many are open as requests are under way at once, so a
 * slow target is never mistaken for a short pool.
 */
export class Connections {
  readonly #origin: string;
  readonly #connector: Connector;
  readonly #now: () => number;
  readonly #idle = new Map<string, Connection[]>();
  readonly #all = new Set<Connection>();

  constructor(origin: string, connector: Connector, now: () => number) {
    this.#origin = origin;
    this.#connector = connector;
    this.#now = now;
  }

  take(localAddress = ''): Connection {
    return this.#idle.get(localAddress)?.pop() ?? this.#open(localAddress);
  }

  /** Gives one back that is good for another request. */
  give(connection: Connection): void {
    const idle = this.#idle.get(connection.localAddress);
    if (idle) idle.push(connection);
    else this.#idle.set(connection.localAddress, [connection]);
  }

  drop(connection: Connection): void {
    this.#all.delete(connection);
    connection.destroy();
  }

  close(): void {
    for (const connection of this.#all) connection.destroy();
    this.#all.clear();
    this.#idle.clear();
  }

  #open(localAddress: string): Connection {
    let socket: ReturnType<typeof opening>;
    const connect: Connector = (options, callback) => {
      const began = this.#now();
      const from = localAddress === '' ? options : { ...options, localAddress };
      const timed: typeof callback = (...result) => {
        connection.connect = this.#now() - began;
        callback(...result);
      };
      socket = opening(this.#connector(from, timed));
    };
    const client = new Client(this.#origin, { connect, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });
    // A lost idle connection is no news; a lost request hears of it by itself.
    client.on('connectionError', () => {});
    const destroy = () => {
      socket?.destroy();
      client.destroy().catch(() => {});
    };
    const connection: Connection = { client, localAddress, connect: undefined, destroy };
    this.#all.add(connection);
    return connection;
  }
}
