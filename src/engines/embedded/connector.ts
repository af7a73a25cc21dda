import { readFileSync } from 'node:fs';
import { isIP, type Socket } from 'node:net';
import { buildConnector } from 'undici';
import { StartError } from '../../model/errors.ts';
import type { Target } from '../../model/target.ts';

export type Connector = ReturnType<typeof buildConnector>;

/** Opens connections to the target as the plan says: TLS settings, and the address to use instead of the URL's host. */
export function connectorOf(target: Pick<Target, 'url' | 'tls' | 'reach'>): Connector {
  // The request's own timeout ends a slow connect, whatever the library would wait.
  const connect = buildConnector({ ...tlsOptions(target.tls), allowH2: false, timeout: 0, keepAlive: true });
  const address = target.reach && 'resolve' in target.reach ? bare(target.reach.resolve) : undefined;
  if (address === undefined) return connect;
  const { hostname } = new URL(target.url);
  const name = target.tls?.servername ?? (isIP(bare(hostname)) ? undefined : hostname);
  return (options, callback) =>
    connect({ ...options, hostname: address, ...(name ? { servername: name } : {}) }, callback);
}

/** The socket that a connector is opening; undici's types hide that it returns one. */
export function opening(result: unknown): Socket | undefined {
  return typeof result === 'object' && result !== null && 'destroy' in result
    ? (result as Socket)
    : undefined;
}

function tlsOptions(tls: Target['tls']) {
  return {
    ...(tls?.ca ? { ca: pem(tls.ca, 'ca') } : {}),
    ...(tls?.cert ? { cert: pem(tls.cert, 'cert') } : {}),
    ...(tls?.key ? { key: pem(tls.key, 'key') } : {}),
    ...(tls?.servername ? { servername: tls.servername } : {}),
    ...(tls?.insecure ? { rejectUnauthorized: false } : {}),
  };
}

/** A plan names files; a PEM text is taken as it is. */
function pem(value: string, what: string): string {
  if (value.includes('-----BEGIN')) return value;
  try {
    return readFileSync(value, 'utf8');
  } catch (error) {
    throw new StartError(
      `target.tls.${what}: cannot read ${value} (${(error as NodeJS.ErrnoException).code})`,
      {
        cause: error,
      },
    );
  }
}

function bare(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}
