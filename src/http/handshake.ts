import { connect as connectPlainly, isIP, type Socket } from 'node:net';
import {
  type ConnectionOptions,
  connect as connectSecurely,
  type SecureVersion,
  type TLSSocket,
} from 'node:tls';
import type { Target } from '../model/target.ts';
import { certificateFacts } from './certificate-facts.ts';
import { failure } from './dial-hop.ts';
import { placeOf } from './dial-route.ts';
import type { RawAnswer } from './raw.ts';
import { pemFilesOf } from './tls-terms.ts';

/** What is offered in a handshake, and what is asked of the certificate. */
export interface HandshakeTerms {
  readonly minVersion?: SecureVersion;
  readonly maxVersion?: SecureVersion;
  /** Further names that the certificate should be for. */
  readonly names?: readonly string[];
}

export interface Knock {
  readonly target: Target;
  /** Milliseconds since the run's origin, and since 1970. */
  readonly now: () => number;
  readonly wallClock: () => number;
  readonly signal?: AbortSignal;
}

/** Facts about a handshake or a connection, and what went wrong. */
export type Knocked = RawAnswer & { readonly facts: Readonly<Record<string, string | number | boolean>> };

/** OpenSSL's own list rather than Node's, at the level at which old versions and weak keys can be seen at all. */
const CIPHERS =
  'TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256:DEFAULT:@SECLEVEL=0';

/**
 * One TLS handshake with the target's own host; nothing is sent on the connection. Whatever the certificate is worth is
 * a fact, not an error: see `CertificateFacts`. `facts.offered` says whether our side could offer what it was to offer.
 */
export async function handshake(knock: Knock, terms: HandshakeTerms): Promise<Knocked> {
  const { host, port } = placeOf(knock.target.url);
  const identity = knock.target.tls?.servername ?? host;
  const verified = knock.target.tls?.insecure !== true;
  const sent = knock.now();
  const { found, bytes, ...ended } = await knockOn(knock, port, async (tcp) => {
    const socket = await secured(tcp, knock.target, identity, terms);
    return certificateFacts(socket, { identity, names: terms.names ?? [], now: knock.wallClock() });
  });
  return {
    request: requestOf('TLS', knock, port),
    ...ended,
    timing: { sent, ended: knock.now() },
    facts: { identity, verified, offered: bytes > 0, ...found },
  };
}

/** One TCP connection to a port of the target's own host, closed at once; `facts.open` says whether it was accepted. */
export async function knockAt(knock: Knock, port: number): Promise<Knocked> {
  const sent = knock.now();
  const { error } = await knockOn(knock, port, async (socket) => {
    // On one machine a connection may be given the very port that it leads to, and then reaches itself.
    if (socket.localPort === port && socket.localAddress === socket.remoteAddress)
      throw failure('ECONNREFUSED', 'nothing listens there');
  });
  return {
    request: requestOf('TCP', knock, port),
    ...(error && { error }),
    timing: { sent, ended: knock.now() },
    facts: { port, open: error === undefined },
  };
}

function requestOf(method: 'TLS' | 'TCP', { target }: Knock, port: number): RawAnswer['request'] {
  return { method, url: `${method.toLowerCase()}://${new URL(target.url).hostname}:${port}`, headers: [] };
}

interface Outcome<Found> {
  readonly error?: { readonly code: string; readonly message: string };
  readonly found?: Found;
  /** Sent by us, the handshake included. */
  readonly bytes: number;
}

/** Connects, does something with the connection, and closes it; never rejects, and takes no longer than a connection may. */
async function knockOn<Found>(
  { target, signal }: Knock,
  port: number,
  use: (socket: Socket) => Promise<Found>,
): Promise<Outcome<Found>> {
  const timeout = target.connection.connectTimeout;
  const limit = AbortSignal.any([AbortSignal.timeout(timeout), ...(signal ? [signal] : [])]);
  const socket = connectPlainly({ host: addressOf(target), port });
  const expired = new Promise<never>((_, reject) => {
    const late = failure('TIMEOUT', `nothing came back within ${timeout} ms`);
    const stopped = failure('ABORTED', 'the run was stopped');
    limit.addEventListener('abort', () => reject(signal?.aborted ? stopped : late));
  });
  try {
    const found = await Promise.race([connected(socket).then(() => use(socket)), expired]);
    return { found, bytes: socket.bytesWritten };
  } catch (error) {
    const { code = 'NETWORK', message } = error as NodeJS.ErrnoException;
    return { error: { code, message }, bytes: socket.bytesWritten };
  } finally {
    socket.on('error', () => {}).destroy();
  }
}

function connected(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('connect', resolve).once('error', reject);
  });
}

function secured(
  tcp: Socket,
  target: Target,
  identity: string,
  { minVersion = 'TLSv1.2', maxVersion = 'TLSv1.3' }: HandshakeTerms,
): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const options: ConnectionOptions = {
      socket: tcp,
      ...pemFilesOf(target.tls),
      minVersion,
      maxVersion,
      ciphers: CIPHERS,
      rejectUnauthorized: false,
      ALPNProtocols: ['h2', 'http/1.1'],
      // Names are looked at one by one; what is asked here is the chain alone.
      checkServerIdentity: () => undefined,
      servername: isIP(identity) === 0 ? identity : '',
    };
    const socket = connectSecurely(options, () => resolve(socket));
    socket.once('error', reject);
    socket.once('close', () => reject(failure('ECONNRESET', 'the connection was closed in the handshake')));
  });
}

/** Where the target is connected to: the address that its `reach` names, else its host. */
function addressOf({ url, reach }: Target): string {
  return reach !== undefined && 'resolve' in reach ? reach.resolve : placeOf(url).host;
}
