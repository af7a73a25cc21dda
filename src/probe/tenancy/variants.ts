import type { Exchange, ProbeRequest } from '../../model/exchange.ts';
import { answerHeaders, headerValue } from '../headers.ts';

/** Another way to ask for the same path, which a service might treat before it looks whose thing it is. */
export interface Variant {
  readonly name: string;
  /** `owned` is the owner's own answer; undefined where it gives nothing to ask with. */
  readonly request: (path: string, owned: Exchange) => ProbeRequest | undefined;
}

export const VARIANTS: readonly Variant[] = [
  { name: 'GET', request: (path) => ({ method: 'GET', path }) },
  { name: 'HEAD', request: (path) => ({ method: 'HEAD', path }) },
  { name: 'Range', request: (path) => ({ method: 'GET', path, headers: [['range', 'bytes=0-3']] }) },
  {
    name: 'If-None-Match',
    request: (path, owned) => conditional(path, 'if-none-match', header(owned, 'etag')),
  },
  {
    name: 'If-Modified-Since',
    request: (path, owned) => conditional(path, 'if-modified-since', header(owned, 'last-modified')),
  },
  { name: '.json', request: (path) => ({ method: 'GET', path: withSuffix(path, '.json') }) },
  { name: 'trailing slash', request: (path) => ({ method: 'GET', path: withSuffix(path, '/') }) },
];

/** Answers to the other tenant: for the owner's thing and for nothing, by this variant and by a plain GET. */
export interface Compared {
  readonly theirs: Exchange;
  readonly absent: Exchange;
  readonly plain: { readonly theirs: Exchange; readonly absent: Exchange };
  readonly owned: Exchange;
}

/** What an answer tells of the owner's thing that a plain GET does not; undefined for nothing. */
export function leakOf(compared: Compared): string | undefined {
  return statusLeak(compared) ?? validatorLeak(compared) ?? lengthLeak(compared);
}

/** Where a plain GET tells the two apart already, only what looks like a success tells more. */
function statusLeak({ theirs, absent, plain }: Compared): string | undefined {
  const [mine, nothing] = [statusOf(theirs), statusOf(absent)];
  if (mine === nothing || mine === statusOf(plain.theirs)) return undefined;
  const told = statusOf(plain.theirs) === statusOf(plain.absent) || mine < 400;
  return told ? `${mine} rather than ${nothing}` : undefined;
}

/** The owner's own `ETag` or `Last-Modified`. */
function validatorLeak({ theirs, absent, owned }: Compared): string | undefined {
  return ['etag', 'last-modified'].find((name) => {
    const own = header(owned, name);
    return own !== undefined && header(theirs, name) === own && header(absent, name) !== own;
  });
}

/** The owner's own length, where neither the error itself nor what is absent has it. */
function lengthLeak({ theirs, absent, plain, owned }: Compared): string | undefined {
  const own = String(owned.response?.bodyBytes);
  const total = /\/(\d+)$/.exec(header(theirs, 'content-range') ?? '')?.[1];
  const others = [header(absent, 'content-length'), String(plain.theirs.response?.bodyBytes)];
  if (total === own && header(absent, 'content-range') === undefined) return 'Content-Range';
  const told = header(theirs, 'content-length') === own && theirs.request.method === 'HEAD';
  return told && !others.includes(own) ? 'Content-Length' : undefined;
}

function conditional(path: string, name: string, value: string | undefined): ProbeRequest | undefined {
  return value === undefined ? undefined : { method: 'GET', path, headers: [[name, value]] };
}

/** At the end of the path, before its query. */
function withSuffix(path: string, suffix: string): string {
  return path.replace(/\/?(?=\?|$)/, suffix);
}

function header(exchange: Exchange, name: string): string | undefined {
  return headerValue(answerHeaders(exchange), name);
}

function statusOf({ response }: Exchange): number {
  return response?.status ?? 0;
}
