import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { buildConnector } from 'undici';
import { StartError } from '../model/errors.ts';
import type { Target } from '../model/target.ts';

/**
 * Connects to a target as its TLS settings and its `reach` say, whatever Host a request claims.
 * Throws `StartError` when a TLS file cannot be read.
 */
export function connectorOf(target: Target, localAddress?: string): buildConnector.connector {
  const { tls, reach } = target;
  const name = new URL(target.url).hostname.replace(/^\[|\]$/g, '');
  const address = reach !== undefined && 'resolve' in reach ? reach.resolve : name;
  const servername = tls?.servername ?? (isIP(name) === 0 ? name : undefined);
  const connect = buildConnector({
    allowH2: false,
    timeout: 10_000,
    ...(tls?.ca !== undefined && { ca: pem(tls.ca) }),
    ...(tls?.cert !== undefined && { cert: pem(tls.cert) }),
    ...(tls?.key !== undefined && { key: pem(tls.key) }),
    rejectUnauthorized: tls?.insecure !== true,
  } as buildConnector.BuildOptions);
  return (options, callback) => {
    const { servername: _, ...rest } = options;
    const where = { ...rest, hostname: address, localAddress: localAddress ?? null };
    connect(target.url.startsWith('https:') && servername ? { ...where, servername } : where, callback);
  };
}

function pem(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new StartError(`cannot read the TLS file "${file}": ${(cause as Error).message}`, { cause });
  }
}
