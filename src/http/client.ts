import { Client, type Dispatcher, Pool } from 'undici';
import type { HeaderLines } from '../model/exchange.ts';
import type { ProxySettings, Target } from '../model/target.ts';
import { collect } from './collect.ts';
import { connectorOf } from './connector.ts';
import { type Dialer, dialerOf } from './dial.ts';
import type { Caps, RawAnswer, RawRequest } from './raw.ts';

/** A little more than the 64 KiB that are stored, so that a secret at the edge is known as one. */
const CAPS: Caps = { keep: 68 * 1024, read: 8 * 1024 * 1024 };

export interface ClientOptions {
  readonly target: Target;
  readonly proxy?: ProxySettings | undefined;
  /** Sent with every request, unless the request has a header of the same name. */
  readonly mark: HeaderLines;
  /** Milliseconds since the run's origin. */
  readonly now: () => number;
  readonly caps?: Caps;
}

const CONNECTIONS = {
  pipelining: 1,
  headersTimeout: 0,
  bodyTimeout: 0,
  keepAliveTimeout: 1000,
  allowH2: false,
};

/**
 * Sends requests as they are given: paths byte for byte, duplicate headers kept, no redirect, no retry, no decompression.
 * Connections are reused for a second at most, one request at a time; a reset is an error of that exchange, never re-sent.
 */
export class ProbeClient {
  readonly #options: ClientOptions;
  readonly #base: URL;
  readonly #pools = new Map<string, Pool>();
  #dialer: Dialer | undefined;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#base = new URL(options.target.url);
  }

  async send(request: RawRequest): Promise<RawAnswer> {
    const path = this.#base.pathname.replace(/\/$/, '') + request.path;
    const headers = this.#headers(request.headers ?? []);
    const dialer = this.#dialerOnce();
    const { dispatcher, close } = this.#dispatcher(request, dialer);
    const sent = {
      method: request.method,
      url: this.#base.origin + path,
      headers,
      ...(request.body !== undefined && { body: request.body }),
    };
    try {
      const answer = await collect(dispatcher, {
        options: {
          method: request.method as Dispatcher.HttpMethod,
          path: dialer.requestPrefix + path,
          headers: [...headers.flat(), ...dialer.requestHeaders],
          body: request.body ?? null,
        },
        now: this.#options.now,
        timeout: request.timeout ?? 10_000,
        caps: { ...(this.#options.caps ?? CAPS), ...(request.keep && { keep: request.keep }) },
        ...(request.hold && { hold: request.hold }),
        ...(request.signal && { signal: request.signal }),
      });
      return { request: sent, ...answer };
    } finally {
      close();
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#pools.values()].map((pool) => pool.destroy()));
  }

  /** Made by the first request, so that a TLS file that cannot be used is an error of that. */
  #dialerOnce(): Dialer {
    const { target, proxy } = this.#options;
    this.#dialer ??= dialerOf(target, { proxy, protocols: ['http/1.1'] });
    return this.#dialer;
  }

  #dispatcher(
    { hold, localAddress }: RawRequest,
    dialer: Dialer,
  ): { dispatcher: Dispatcher; close: () => void } {
    if (hold === undefined) return { dispatcher: this.#pool(dialer, localAddress), close: () => undefined };
    const connect = connectorOf(this.#options.target, localAddress, dialer);
    const client = new Client(this.#base.origin, {
      ...CONNECTIONS,
      connect: (options, callback) =>
        connect(options, (...result) => {
          // A failure comes without a second argument, whatever the types of undici say.
          if (result[1]) hold.attach(result[1]);
          callback(...result);
        }),
    });
    return { dispatcher: client, close: () => void client.destroy() };
  }

  #pool(dialer: Dialer, localAddress = ''): Pool {
    const known = this.#pools.get(localAddress);
    if (known !== undefined) return known;
    const connect = connectorOf(this.#options.target, localAddress || undefined, dialer);
    const pool = new Pool(this.#base.origin, { ...CONNECTIONS, connections: 64, connect });
    this.#pools.set(localAddress, pool);
    return pool;
  }

  #headers(own: HeaderLines): HeaderLines {
    const { target, mark } = this.#options;
    const reach = target.reach;
    const defaults: HeaderLines = [
      ['accept', '*/*'],
      ['accept-encoding', 'identity'],
      ...mark,
      ...Object.entries(target.headers),
      ...(reach !== undefined && 'header' in reach ? [[reach.header.name, reach.header.value] as const] : []),
    ];
    const names = new Set(own.map(([name]) => name.toLowerCase()));
    const lines = [...defaults.filter(([name]) => !names.has(name.toLowerCase())), ...own];
    return reach !== undefined && 'cookie' in reach ? withCookie(lines, reach.cookie) : lines;
  }
}

/** Adds a cookie to the one Cookie line that HTTP/1.1 allows. */
function withCookie(lines: HeaderLines, cookie: { name: string; value: string }): HeaderLines {
  const pair = `${cookie.name}=${cookie.value}`;
  const index = lines.findIndex(([name]) => name.toLowerCase() === 'cookie');
  if (index < 0) return [...lines, ['cookie', pair]];
  return lines.map((line, at) => (at === index ? ([line[0], `${line[1]}; ${pair}`] as const) : line));
}
