import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import {
  type ConnectionOptions,
  checkServerIdentity,
  createSecureContext,
  type SecureContext,
  type TLSSocket,
} from 'node:tls';
import { StartError } from '../model/errors.ts';
import type { Target } from '../model/target.ts';

/** An application protocol by its ALPN name (RFC 7301). */
export type Protocol = 'h2' | 'http/1.1';

/**
 * How TLS is spoken with one server: whom to trust, what to show, and the sessions that its connections share.
 * Files are read once. Throws `StartError` when one cannot be used.
 */
export class TlsTerms {
  readonly #options: ConnectionOptions;
  readonly #sessions = new Map<string, Buffer>();

  /** `host` is the name or address in the URL, which the certificate must be for, unless the settings name another. */
  constructor(host: string, protocols: readonly Protocol[], settings?: Target['tls']) {
    const identity = settings?.servername ?? host;
    this.#options = {
      secureContext: contextOf(settings),
      rejectUnauthorized: settings?.insecure !== true,
      ALPNProtocols: [...protocols],
      // Wherever it is connected to, it must prove the identity that was asked for.
      checkServerIdentity: (_, certificate) => checkServerIdentity(identity, certificate),
      // Addresses are not to be sent as names (RFC 6066, section 3).
      servername: isIP(identity) === 0 ? identity : '',
    };
  }

  /** Options of `tls.connect`; a session is resumed with the address that it was made from. */
  options(localAddress = ''): ConnectionOptions {
    const session = this.#sessions.get(localAddress);
    return session === undefined ? this.#options : { ...this.#options, session };
  }

  /** Keeps the sessions that the server offers on this connection. */
  keep(socket: TLSSocket, localAddress = ''): void {
    socket.on('session', (session) => this.#sessions.set(localAddress, session));
  }

  /** A connection failed: its session is not tried again. */
  forget(localAddress = ''): void {
    this.#sessions.delete(localAddress);
  }
}

const FILES = ['ca', 'cert', 'key'] as const;

/** The PEM files that a target names, read. Throws `StartError` when one cannot be. */
export function pemFilesOf(settings: Target['tls']): Partial<Record<(typeof FILES)[number], string>> {
  const named = FILES.flatMap((kind) => {
    const file = settings?.[kind];
    return file === undefined ? [] : [[kind, read(file)] as const];
  });
  return Object.fromEntries(named);
}

function contextOf(settings: Target['tls']): SecureContext {
  const pem = pemFilesOf(settings);
  try {
    return createSecureContext(pem);
  } catch (cause) {
    const files = Object.keys(pem).map((kind) => `"${settings?.[kind as keyof typeof pem]}"`);
    throw new StartError(`cannot use the TLS files ${files.join(', ')}: ${(cause as Error).message}`, {
      cause,
    });
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new StartError(`cannot read the TLS file "${file}": ${(cause as Error).message}`, { cause });
  }
}
