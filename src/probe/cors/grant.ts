import type { Exchange } from '../../model/exchange.ts';
import type { Severity } from '../../model/finding.ts';
import { sentHeader } from '../headers.ts';
import { combined, grantOf, preflightRefusal } from './protocol.ts';

/** The origin in whose name an exchange was sent; empty where none was. */
export function originOf(exchange: Exchange): string {
  return sentHeader(exchange, 'origin') ?? '';
}

/**
 * True where a page of the origin that was sent would be granted the answer, or the request that a preflight asks for.
 * On a public API (`open`) only a grant with credentials is one too many.
 */
export function isReadable(exchange: Exchange, open: boolean): boolean {
  const { response } = exchange;
  if (response === undefined) return false;
  if (isPreflight(exchange)) return isPreflightGranted(exchange, open);
  const grant = grantOf(response.headers, originOf(exchange));
  // Gateways put `*` on answers of their own, which tell nothing; one that repeats the origin comes from the service.
  return open || (response.status >= 300 && isWild(exchange)) ? grant.credentialed : grant.anonymous;
}

/** Worst where cookies travel by themselves; a bearer token has to be stolen first; without either it is public data. */
export function severityOf(exchange: Exchange): Severity {
  const { secret = false, cookies = false } = exchange.facts ?? {};
  const grant = grantOf(exchange.response?.headers ?? [], originOf(exchange));
  if (grant.credentialed) return cookies ? 'high' : 'medium';
  return secret && !isPreflight(exchange) ? 'medium' : 'low';
}

/** A preflight alone shows no data: `*` there lets nobody do what they could not do without a browser. */
function isPreflightGranted(exchange: Exchange, open: boolean): boolean {
  const asked = sentHeader(exchange, 'access-control-request-headers') ?? '';
  const request = {
    origin: originOf(exchange),
    method: sentHeader(exchange, 'access-control-request-method') ?? '',
    headers: asked.split(',').filter((name) => name !== ''),
  };
  if (isWild(exchange)) return false;
  return preflightRefusal(exchange.response!, { ...request, credentialed: open }) === undefined;
}

function isPreflight(exchange: Exchange): boolean {
  return sentHeader(exchange, 'access-control-request-method') !== undefined;
}

function isWild(exchange: Exchange): boolean {
  return combined(exchange.response?.headers ?? [], 'access-control-allow-origin') === '*';
}
