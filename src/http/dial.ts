import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { ProxySettings, Target } from '../model/target.ts';
import { Attempt, type DialOptions } from './dial-attempt.ts';
import { failure } from './dial-hop.ts';
import { routeOf } from './dial-route.ts';
import type { Protocol } from './tls-terms.ts';

/** A connection that is open. Whoever gets it listens to its errors from that moment on. */
export interface Dialled {
  readonly socket: Socket;
  /** What is spoken on it. */
  readonly alpn: 'h1' | 'h2';
  /** Whether `onread` is used; where not, as in a tunnel, its data comes as events. */
  readonly onread: boolean;
}

/**
 * Called once, and never before `open` returns. The code of an error is the platform's, or `connect-timeout`,
 * `proxy-unreachable`, `proxy-refused`, `h2-refused`.
 */
export type DialDone = (error: NodeJS.ErrnoException | undefined, connection?: Dialled) => void;

/** A connection that is being opened. */
export interface Dialling {
  /** Gives up; `done` is not called any more. */
  abort(): void;
}

/** Opens connections to one target, in the same way for load, checks and preflight. */
export interface Dialer {
  /** Goes before the path of every request: `http://host:port` where a proxy is sent the requests, else nothing. */
  readonly requestPrefix: string;
  /** Header lines that such a proxy wants with every request: names, in lower case, and values by turns. */
  readonly requestHeaders: readonly string[];
  open(options: DialOptions, done: DialDone): Dialling;
}

export interface DialerOptions {
  readonly proxy?: ProxySettings | undefined;
  /** What may be spoken, the preferred first; `h2` alone is spoken without TLS by prior knowledge. */
  readonly protocols: readonly Protocol[];
}

/** The dialer of a target. Reads its TLS files; throws `StartError` when one cannot be used. */
export function dialerOf(target: Target, { proxy, protocols }: DialerOptions): Dialer {
  const route = routeOf(target, protocols, proxy);
  const isSentRequests = route.proxy !== undefined && route.tunnel === undefined;
  const authorization = isSentRequests ? route.proxy.authorization : undefined;
  const isSecure = target.url.startsWith('https:');
  return {
    requestPrefix: isSentRequests ? new URL(target.url).origin : '',
    requestHeaders: authorization === undefined ? [] : ['proxy-authorization', authorization],
    open: (options, done) =>
      new Attempt(route, options, (error, socket) => {
        if (!socket) return done(error);
        const alpn = spokenOn(socket, protocols, isSecure);
        if (alpn) return done(undefined, { socket, alpn, onread: !!options.onread && !route.tunnel });
        socket.on('error', () => {}).destroy();
        done(failure('h2-refused', 'the server did not agree to HTTP/2 (ALPN)'));
      }),
  };
}

/** The protocols that a plan allows to a target, the preferred first. */
export function protocolsOf({ url, connection: { protocol } }: Target): readonly Protocol[] {
  if (protocol === 'h2') return ['h2'];
  return protocol === 'auto' && url.startsWith('https:') ? ['h2', 'http/1.1'] : ['http/1.1'];
}

/** What was agreed on, or nothing; without TLS nobody asks. */
function spokenOn(
  socket: Socket,
  protocols: readonly Protocol[],
  isSecure: boolean,
): Dialled['alpn'] | undefined {
  const isH2Only = !protocols.includes('http/1.1');
  if (!isSecure) return isH2Only ? 'h2' : 'h1';
  if (socket instanceof TLSSocket && socket.alpnProtocol === 'h2') return 'h2';
  return isH2Only ? undefined : 'h1';
}
