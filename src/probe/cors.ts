import type { Exchange, HeaderLines } from '../model/exchange.ts';
import { quote } from '../model/text.ts';
import { headerValue } from './headers.ts';

/** What a browser would do with an answer to a page of some origin. */
export interface Grant {
  /** A page may read it, without credentials. */
  readonly anonymous: boolean;
  /** A page may read it, with the user's cookies or other credentials. */
  readonly credentialed: boolean;
}

/** The CORS check of the Fetch standard: byte equality, one combined value, `*` never with credentials. */
export function grantOf(headers: HeaderLines, origin: string): Grant {
  const allowed = headerValue(headers, 'access-control-allow-origin');
  const same = allowed === origin;
  return {
    anonymous: same || allowed === '*',
    credentialed: same && headerValue(headers, 'access-control-allow-credentials') === 'true',
  };
}

export interface Preflight {
  readonly origin: string;
  readonly method: string;
  /** Names of the request headers that are not safelisted. */
  readonly headers: readonly string[];
  readonly credentialed: boolean;
}

const SAFELISTED = ['GET', 'HEAD', 'POST'];

/** Why a browser would not send the real request after this answer to its preflight; undefined when it would. */
export function preflightRefusal(
  { status, headers }: { readonly status: number; readonly headers: HeaderLines },
  { origin, method, headers: wanted, credentialed }: Preflight,
): string | undefined {
  const grant = grantOf(headers, origin);
  if (!(credentialed ? grant.credentialed : grant.anonymous)) return 'the origin is not granted';
  if (status < 200 || status > 299) return `the status is ${status}`;
  const methods = listed(headers, 'access-control-allow-methods');
  if (!SAFELISTED.includes(method) && !methods.includes(method) && (credentialed || !methods.includes('*')))
    return `the method ${method} is not granted`;
  const names = listed(headers, 'access-control-allow-headers').map((name) => name.toLowerCase());
  const missing = wanted.find((name) => !covers(names, name.toLowerCase(), credentialed));
  return missing === undefined ? undefined : `the request header ${missing} is not granted`;
}

/** The request by which a browser asks whether it may send another one; it never carries credentials. */
export function preflightHeaders({ origin, method, headers }: Omit<Preflight, 'credentialed'>): HeaderLines {
  const names = headers.map((name) => name.toLowerCase()).toSorted();
  return [
    ['origin', origin],
    ['access-control-request-method', method],
    ...(names.length > 0 ? [['access-control-request-headers', names.join(',')] as const] : []),
  ];
}

/** True for an origin that some browser can send: `null`, or exactly as URLs serialise theirs. */
export function isEmittable(origin: string): boolean {
  return origin === 'null' || (URL.canParse(origin) && new URL(origin).origin === origin);
}

/** The grant headers of an answer, for sentences. */
export function grantText(exchange: Exchange): string {
  const headers = exchange.response?.headers ?? [];
  const allowed = headerValue(headers, 'access-control-allow-origin');
  const credentials = headerValue(headers, 'access-control-allow-credentials');
  const seen = `Access-Control-Allow-Origin is ${allowed === undefined ? 'absent' : quote(allowed)}`;
  return credentials === undefined ? seen : `${seen}, Access-Control-Allow-Credentials ${quote(credentials)}`;
}

/** `Authorization` is the one header that `*` never covers. */
function covers(names: readonly string[], name: string, credentialed: boolean): boolean {
  return names.includes(name) || (!credentialed && name !== 'authorization' && names.includes('*'));
}

function listed(headers: HeaderLines, name: string): string[] {
  return (headerValue(headers, name) ?? '').split(',').map((member) => member.trim());
}
