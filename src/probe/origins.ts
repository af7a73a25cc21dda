import { getDomain } from 'tldts';
import type { Policy } from '../model/policy.ts';
import { isEmittable } from './cors.ts';

/** More allowed origins than this are not varied: each costs several requests. */
const MOST_ORIGINS = 10;

/** An allowed origin, taken apart. */
export interface AllowedOrigin {
  readonly origin: string;
  readonly scheme: string;
  readonly host: string;
  /** With its colon; empty for the default port. */
  readonly port: string;
  /** The registrable domain; the host itself where there is none, as for `localhost` and addresses. */
  readonly domain: string;
}

/** An origin that must not be granted; one with a `companion` proves nothing when that one is granted too. */
export interface Candidate {
  readonly origin: string;
  readonly companion?: string;
}

/** The exact origins that the policy allows. */
export function allowedOrigins(policy: Policy): AllowedOrigin[] {
  const origins = policy.cors?.origins ?? [];
  return origins
    .filter((origin) => URL.canParse(origin) && new URL(origin).host !== '')
    .slice(0, MOST_ORIGINS)
    .map((origin) => {
      const { protocol, hostname, port } = new URL(origin);
      const domain = getDomain(hostname, { allowPrivateDomains: true }) ?? hostname;
      return { origin, scheme: protocol.slice(0, -1), host: hostname, port: port && `:${port}`, domain };
    });
}

/** What remains of hostile origins: those that a browser can send and that nobody has declared, once each. */
export function undeclared(candidates: readonly Candidate[], policy: Policy): Candidate[] {
  const declared = new Set(policy.cors?.origins ?? []);
  const unique = new Map(candidates.map((candidate) => [candidate.origin, candidate]));
  return [...unique.values()].filter(({ origin }) => isEmittable(origin) && !declared.has(origin));
}
