import { connect, isIP, type OnReadOpts, type Socket } from 'node:net';
import { connect as connectSecurely, type TLSSocket } from 'node:tls';
import type { TlsTerms } from './tls-terms.ts';

/** Where a connection leads to: the target itself, or a proxy. */
export interface Hop {
  /** A name or an address, without brackets. */
  readonly host: string;
  readonly port: number;
  /** Undefined for plain TCP. */
  readonly tls?: TlsTerms | undefined;
}

export interface HopOptions {
  readonly localAddress?: string | undefined;
  readonly onread?: OnReadOpts | undefined;
}

/** Hears once, and never before the socket was given, whether it is connected. */
type Settled = (error?: Error) => void;

/** Milliseconds of silence after which a vanished peer is asked for. */
const KEEP_ALIVE = 60_000;

/** Opens a connection; its TLS handshake is finished when it settles. */
export function connectHop(hop: Hop, { localAddress, onread }: HopOptions, settled: Settled): Socket {
  const options = {
    host: hop.host,
    port: hop.port,
    ...(onread && { onread }),
    // A name is looked up in the family of the address that it is reached from.
    ...(localAddress && { localAddress, family: isIP(localAddress) }),
  };
  const { tls } = hop;
  const socket = tls ? connectSecurely({ ...options, ...tls.options(localAddress) }) : connect(options);
  socket.setNoDelay(true);
  socket.setKeepAlive(true, KEEP_ALIVE);
  if (tls) secured(tls, socket as TLSSocket, localAddress, settled);
  else once(socket, 'connect', settled);
  return socket;
}

/** Speaks TLS over a connection that a proxy made. */
export function secureThrough(
  tunnel: Socket,
  tls: TlsTerms,
  localAddress: string | undefined,
  settled: Settled,
): TLSSocket {
  const socket = connectSecurely({ socket: tunnel, ...tls.options(localAddress) });
  secured(tls, socket, localAddress, settled);
  return socket;
}

function secured(tls: TlsTerms, socket: TLSSocket, localAddress: string | undefined, settled: Settled): void {
  tls.keep(socket, localAddress);
  once(socket, 'secureConnect', (error) => {
    if (error) tls.forget(localAddress);
    settled(error);
  });
}

function once(socket: Socket, event: 'connect' | 'secureConnect', settled: Settled): void {
  const settle = (error?: Error): void => {
    socket.off(event, ready).off('error', settle).off('close', closed);
    settled(error);
  };
  const ready = (): void => settle();
  const closed = (): void => settle(failure('ECONNRESET', 'the connection was closed while it was opened'));
  socket.once(event, ready).once('error', settle).once('close', closed);
}

/** An error with a code, as those of the platform have. */
export function failure(code: string, message: string, cause?: unknown): NodeJS.ErrnoException {
  return Object.assign(new Error(message, cause === undefined ? {} : { cause }), { code });
}
