import { getDomain } from 'tldts';
import type { Severity } from '../../model/finding.ts';
import type { Policy } from '../../model/policy.ts';
import { isEmittable } from './protocol.ts';

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

/** An origin that must not be granted. */
export interface Candidate {
  readonly origin: string;
  /** The row of the catalogue, in checks of several. */
  readonly row?: string;
  /** The most that it can be, where that is less than its check's severity. */
  readonly severity?: Severity;
  /** Proves nothing where all hosts beside it are granted too: that is another matter. */
  readonly excusable?: boolean;
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

/** One origin of each registrable domain: what is tried on domains needs no more. */
export function onePerDomain(allowed: readonly AllowedOrigin[]): AllowedOrigin[] {
  return [...new Map(allowed.toReversed().map((each) => [each.domain, each])).values()].toReversed();
}

/** What remains of hostile origins: those that a browser can send and that nobody has declared, once each. */
export function undeclared<Some extends Candidate>(candidates: readonly Some[], policy: Policy): Some[] {
  const unique = new Map(candidates.map((candidate) => [candidate.origin, candidate]));
  return [...unique.values()].filter(({ origin }) => isEmittable(origin) && !isDeclared(origin, policy));
}

/** True for an origin that the policy lists, or that one of its patterns covers. */
function isDeclared(origin: string, { cors }: Policy): boolean {
  if (cors?.origins.includes(origin)) return true;
  return (cors?.subdomains ?? []).some((pattern) => {
    const [scheme = '', rest = ''] = pattern.split('*');
    const label = origin.slice(scheme.length, -rest.length);
    return origin.startsWith(scheme) && origin.endsWith(rest) && /^[^/:]+$/.test(label);
  });
}

/**
 * Where an origin lies under an allowed domain: one beside it that no server knows by name, so granted only where all
 * hosts of that place are. Undefined where it lies elsewhere.
 */
export function neighbourOf(
  origin: string,
  allowed: readonly AllowedOrigin[],
  label: string,
): string | undefined {
  if (!URL.canParse(origin)) return undefined;
  const { protocol, hostname, port } = new URL(origin);
  const under = allowed.some(({ domain }) => hostname.endsWith(`.${domain}`));
  const parent = hostname.slice(hostname.indexOf('.') + 1);
  return under ? `${protocol}//${label}.${parent}${port && `:${port}`}` : undefined;
}
