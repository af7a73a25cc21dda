import { Client } from 'undici';
import { connectorOf } from '../../http/connector.ts';
import type { Target } from '../../model/target.ts';

type Connector = ReturnType<typeof connectorOf>;

/** One connection: it serves one request at a time, and connects again by itself when the target has closed it. */
export interface Connection {
  readonly client: Client;
  readonly localAddress: string;
  /** Milliseconds that the latest connect took, until taken by the request that caused it. */
  connect: number | undefined;
}

/**
 * Connections by source address, most recently used first: as many are open as requests are under way at once, so a
 * slow target is never mistaken for a short pool.
 */
export class Connections {
  readonly #target: Target;
  readonly #origin: string;
  readonly #now: () => number;
  readonly #connectors = new Map<string, Connector>();
  readonly #idle = new Map<string, Connection[]>();
  readonly #all = new Set<Connection>();

  constructor(target: Target, now: () => number) {
    this.#target = target;
    this.#origin = new URL(target.url).origin;
    this.#now = now;
    this.#connector('');
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
    destroy(connection);
  }

  close(): void {
    for (const connection of this.#all) destroy(connection);
    this.#all.clear();
    this.#idle.clear();
  }

  #open(localAddress: string): Connection {
    const connector = this.#connector(localAddress);
    const connect: Connector = (options, callback) => {
      const began = this.#now();
      const timed: typeof callback = (...result) => {
        connection.connect = this.#now() - began;
        callback(...result);
      };
      connector(options, timed);
    };
    const client = new Client(this.#origin, { connect, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });
    // A lost idle connection is no news; a lost request hears of it by itself.
    client.on('connectionError', () => {});
    const connection: Connection = { client, localAddress, connect: undefined };
    this.#all.add(connection);
    return connection;
  }

  /** One per address, so that its connections share TLS sessions. */
  #connector(localAddress: string): Connector {
    const known = this.#connectors.get(localAddress);
    if (known) return known;
    const made = connectorOf(this.#target, localAddress === '' ? undefined : localAddress);
    this.#connectors.set(localAddress, made);
    return made;
  }
}

function destroy({ client }: Connection): void {
  client.destroy().catch(() => {});
}
