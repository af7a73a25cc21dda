import type { Exchange, HeaderLines } from '../../model/exchange.ts';
import { quote } from '../../model/text.ts';
import { headerValue } from '../headers.ts';

/** What a browser would do with an answer to a page of some origin. */
export interface Grant {
  /** A page may read it, without credentials. */
  readonly anonymous: boolean;
  /** A page may read it, with the user's cookies or other credentials. */
  readonly credentialed: boolean;
}

/** The CORS check of the Fetch standard: byte equality, one combined value, `*` never with credentials. */
export function grantOf(headers: HeaderLines, origin: string): Grant {
  const allowed = combined(headers, 'access-control-allow-origin');
  const same = allowed === origin;
  return {
    anonymous: same || allowed === '*',
    credentialed: same && combined(headers, 'access-control-allow-credentials') === 'true',
  };
}

export interface Preflight {
  readonly origin: string;
  readonly method: string;
  /** Names of the request headers that are not safelisted. */
  readonly headers: readonly string[];
  readonly credentialed: boolean;
}

export interface Answer {
  readonly status: number;
  readonly headers: HeaderLines;
}

/** Methods that a page may use without asking. */
export const SAFELISTED_METHODS: readonly string[] = ['GET', 'HEAD', 'POST'];
/** The one request header that `*` never covers. */
const NEVER_WILD = 'authorization';

/**
 * The CORS-preflight fetch of the Fetch standard: why a browser would not send the real request after this answer;
 * undefined when it would.
 */
export function preflightRefusal(
  answer: Answer,
  { origin, method, headers: wanted, credentialed }: Preflight,
): string | undefined {
  const grant = grantOf(answer.headers, origin);
  if (!(credentialed ? grant.credentialed : grant.anonymous)) return 'the origin is not granted';
  if (answer.status < 200 || answer.status > 299) return `the status is ${answer.status}`;
  const methods = listOf(answer.headers, 'access-control-allow-methods');
  if (methods === undefined) return 'Access-Control-Allow-Methods is no list of methods';
  const names = listOf(answer.headers, 'access-control-allow-headers');
  if (names === undefined) return 'Access-Control-Allow-Headers is no list of names';
  if (!coversMethod(methods, method, credentialed)) return `the method ${method} is not granted`;
  const missing = wanted.find((name) => !coversHeader(names, name, credentialed));
  return missing === undefined ? undefined : `the request header ${missing} is not granted`;
}

/** Names among `wanted` that a page could not read; `*` exposes all, but not to requests with credentials. */
export function unexposed(headers: HeaderLines, wanted: readonly string[], credentialed: boolean): string[] {
  const names = (listOf(headers, 'access-control-expose-headers') ?? []).map((name) => name.toLowerCase());
  if (!credentialed && names.includes('*')) return [];
  return wanted.filter((name) => !names.includes(name.toLowerCase()));
}

/** Seconds for which a browser may keep what a preflight granted; undefined for no value, or none that is one. */
export function maxAgeOf(headers: HeaderLines): number | undefined {
  const value = combined(headers, 'access-control-max-age');
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;
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

/** Schemes whose origins URLs serialise; of the others browsers send scheme and host, of files the bare scheme. */
const SPECIAL = /^(https?|wss?|ftp|file):/;
const OTHER = /^[a-z][a-z0-9+.-]*:\/\/[a-z0-9.-]+(:[0-9]+)?$/;

/** True for an origin that some browser can send: `null`, or exactly as it serialises one. */
export function isEmittable(origin: string): boolean {
  if (origin === 'null' || origin === 'file://') return true;
  if (!SPECIAL.test(origin)) return OTHER.test(origin);
  return URL.canParse(origin) && new URL(origin).origin === origin;
}

/** The header's combined value as Fetch gets it: lines joined, outer HTTP white space removed. */
export function combined(headers: HeaderLines, name: string): string | undefined {
  const lines = headers.filter(([key]) => key.toLowerCase() === name);
  if (lines.length === 0) return undefined;
  return lines.map(([, value]) => stripped(value)).join(', ');
}

/** Members of a list of tokens, empty ones left out as RFC 9110 section 5.6.1 wants; undefined where one is no token. */
export function listOf(headers: HeaderLines, name: string): string[] | undefined {
  const members = (combined(headers, name) ?? '')
    .split(',')
    .map(stripped)
    .filter((member) => member !== '');
  return members.every((member) => /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(member)) ? members : undefined;
}

/** The grant headers of an answer, for sentences. */
export function grantText(exchange: Exchange): string {
  const headers = exchange.response?.headers ?? [];
  const allowed = headerValue(headers, 'access-control-allow-origin');
  const credentials = headerValue(headers, 'access-control-allow-credentials');
  const seen = `Access-Control-Allow-Origin is ${allowed === undefined ? 'absent' : quote(allowed)}`;
  return credentials === undefined ? seen : `${seen}, Access-Control-Allow-Credentials ${quote(credentials)}`;
}

/** Methods are compared with their case; those that need no preflight need no grant either. */
function coversMethod(methods: readonly string[], method: string, credentialed: boolean): boolean {
  return (
    methods.includes(method) ||
    SAFELISTED_METHODS.includes(method) ||
    (!credentialed && methods.includes('*'))
  );
}

function coversHeader(names: readonly string[], wanted: string, credentialed: boolean): boolean {
  const name = wanted.toLowerCase();
  const listed = names.some((each) => each.toLowerCase() === name);
  return listed || (!credentialed && name !== NEVER_WILD && names.includes('*'));
}

/** Without outer HTTP white space, which is less than what `trim` takes. */
function stripped(value: string): string {
  return value.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
}
