import { isIPv6 } from 'node:net';
import type { ProxySettings, Target } from '../model/target.ts';
import type { Hop } from './dial-hop.ts';
import { type Protocol, TlsTerms } from './tls-terms.ts';

/** The way to a target. */
export interface Route {
  /** What is connected to: the target, or its proxy. */
  readonly first: Hop;
  /** Set where it is a proxy. */
  readonly proxy?: ProxySettings | undefined;
  /** What the proxy is asked to connect to; undefined where it is sent the requests themselves. */
  readonly tunnel?: Tunnel | undefined;
}

export interface Tunnel {
  /** Host and port (RFC 9110, section 9.3.6). */
  readonly authority: string;
  readonly tls?: TlsTerms | undefined;
}

/**
 * Directly, or through a proxy: by a tunnel where the proxy must not take part (TLS, HTTP/2, an address that only we
 * know), else by requests in absolute form. Throws `StartError` when a TLS file cannot be used.
 */
export function routeOf(
  target: Target,
  protocols: readonly Protocol[],
  proxy: ProxySettings | undefined,
): Route {
  const { protocol, host, port } = placeOf(target.url);
  const { reach } = target;
  const resolved = reach !== undefined && 'resolve' in reach ? reach.resolve : undefined;
  const address = resolved ?? host;
  const tls = protocol === 'https:' ? new TlsTerms(host, protocols, target.tls) : undefined;
  if (proxy === undefined) return { first: { host: address, port, tls } };
  const first = proxyHop(proxy);
  const isOpaque = tls !== undefined || resolved !== undefined || !protocols.includes('http/1.1');
  if (!isOpaque) return { first, proxy };
  const authority = `${isIPv6(address) ? `[${address}]` : address}:${port}`;
  return { first, proxy, tunnel: { authority, tls } };
}

function proxyHop({ url }: ProxySettings): Hop {
  const { protocol, host, port } = placeOf(url);
  return { host, port, tls: protocol === 'https:' ? new TlsTerms(host, ['http/1.1']) : undefined };
}

/** Scheme, host without brackets, and port of a URL. */
export function placeOf(url: string): { protocol: string; host: string; port: number } {
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  return { protocol, host, port: Number(port) || (protocol === 'https:' ? 443 : 80) };
}
