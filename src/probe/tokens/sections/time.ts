import type { CheckContext } from '../../../model/check.ts';
import type { Claims } from '../mint.ts';
import type { Source } from '../source.ts';
import { minted, type Section, type Variant } from '../variant.ts';

const HOUR = 3600;
const VALIDITY = 60;

export const EXPIRED: Section = {
  id: 'jwt/expired',
  variants: ({ policy }) => [
    { ...claiming('expired an hour ago', (now) => until(now - HOUR)), least: 'quick' },
    ...recentlyExpired((policy.jwt?.tolerance ?? 0) / 1000),
  ],
};

/** Only where the tolerance is declared: libraries allow up to a minute by themselves. */
function recentlyExpired(tolerance: number): Variant[] {
  if (tolerance === 0) return [];
  const ago = Math.ceil(tolerance) + 30;
  return [claiming(`expired ${ago} s ago`, (now) => until(now - ago))];
}

function until(exp: number): Claims {
  return { iat: exp - VALIDITY, nbf: exp - VALIDITY, exp };
}

export const NOT_YET_VALID: Section = {
  id: 'jwt/not-yet-valid',
  variants: (context) => [
    claiming('valid in an hour', (now) => ({ nbf: now + HOUR, exp: now + 2 * HOUR })),
    ...withinLifetime(context),
  ],
};

/** An hour ahead may break the declared lifetime too, which would hide that nbf is not looked at. */
function withinLifetime({ policy }: CheckContext): Variant[] {
  const lifetime = (policy.jwt?.lifetime ?? 0) / 1000;
  const ahead = Math.floor(lifetime / 2);
  if (ahead < (policy.jwt?.tolerance ?? 0) / 1000 + 60) return [];
  const change = (now: number) => ({ nbf: now + ahead, exp: now + Math.floor(lifetime) - 10 });
  return [claiming(`valid in ${ahead} s`, change)];
}

export const ISSUED_LATER: Section = {
  id: 'jwt/issued-later',
  needs: ({ policy }) =>
    policy.jwt?.issuedAt === 'past'
      ? undefined
      : 'declare "policy.jwt.issuedAt: past" where tokens issued in the future are rejected: RFC 7519 does not ask for it',
  variants: () => [claiming('issued in an hour', (now) => ({ iat: now + HOUR, exp: now + HOUR + VALIDITY }))],
};

/** Dates that are none. An exp that is missing is the question of `policy.jwt.required`. */
const NO_DATES: readonly (readonly [name: string, value: unknown])[] = [
  ['a number as text', '9999999999'],
  ['an empty list', []],
  ['true', true],
  ['text', 'never'],
];

export const MALFORMED_EXPIRY: Section = {
  id: 'jwt/malformed-expiry',
  variants: ({ policy }) => [
    ...NO_DATES.map(([name, exp]) => claiming(`exp ${name}`, () => ({ exp }))),
    // Some parsers take null for a claim that is missing, which is right where it may be missing.
    ...(policy.jwt?.required.includes('exp') ? [claiming('exp null', () => ({ exp: null }))] : []),
    { ...claiming('nbf text', () => ({ nbf: 'now' })), least: 'deep' },
  ],
};

export const LIFETIME: Section = {
  id: 'jwt/lifetime',
  needs: ({ policy }) => (policy.jwt?.lifetime === undefined ? 'declare policy.jwt.lifetime' : undefined),
  variants: (context) => [
    {
      ...byClaims(`${excess(context)} s too long`, (claims) => ({
        exp: Number(claims['iat']) + longest(context) + excess(context),
      })),
      row: 'JWT-C10',
    },
    {
      ...byClaims('exp in milliseconds', (claims) => ({ exp: Number(claims['exp']) * 1000 })),
      row: 'JWT-C11',
    },
    endless(),
  ],
};

/** JSON allows it and parses it as infinity: without a bound on the lifetime it is a date like any other. */
function endless(): Variant {
  return minted({
    name: 'exp 1e999',
    row: 'JWT-C10',
    least: 'deep',
    token: ({ issuer, header, claims }, now) => {
      const text = JSON.stringify({ ...claims(now), exp: 0 }).replace('"exp":0', '"exp":1e999');
      return issuer!.signAnything(header, text);
    },
  });
}

function longest({ policy }: CheckContext): number {
  return Math.ceil((policy.jwt?.lifetime ?? 0) / 1000);
}

/** A minute, beyond whatever a server adds for skew. */
function excess({ policy }: CheckContext): number {
  return 60 + Math.ceil((policy.jwt?.tolerance ?? 0) / 1000);
}

/** A fraction of a second is a legal date (RFC 7519 section 2). */
export const FRACTIONAL_EXPIRY: Section = {
  id: 'jwt/fractional-expiry',
  variants: () => [claiming('expires in 60.5 s', (now) => ({ exp: now + 60.5 }))],
};

/** Right claims but for those that `change` makes of the time. */
export function claiming(name: string, change: (now: number) => Claims): Variant {
  return byClaims(name, (_, now) => change(now));
}

function byClaims(name: string, change: (claims: Claims, now: number) => Claims): Variant {
  const token = ({ issuer, claims }: Source, now: number) => {
    const right = claims(now);
    return issuer!.sign({ ...right, ...change(right, now) });
  };
  return minted({ name, token });
}
