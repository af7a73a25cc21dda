import type { CheckContext } from '../../../model/check.ts';
import type { Claims } from '../mint.ts';
import type { Source } from '../source.ts';
import { minted, type Section, type Variant } from '../variant.ts';

/** Seconds from the declared tolerance at which it is probed: libraries differ by up to a second at the edge. */
const DISTANCE = 4;
/** Least tolerance (s) that can be told from the noise of two clocks. */
const LEAST = 5;
/** Seconds that a skewed token lives, or less where the allowed lifetime is shorter. */
const VALIDITY = 60;

export const SKEW_INSIDE: Section = {
  id: 'jwt/skew-inside',
  needs: (context) => {
    const tolerance = toleranceOf(context);
    if (tolerance >= LEAST || tolerance === 0) return needsTolerance(tolerance);
    return `policy.jwt.tolerance is below ${LEAST} s, which cannot be told from the noise of two clocks`;
  },
  variants: (context) => {
    const edge = toleranceOf(context) - DISTANCE;
    return [
      skewed(`expired ${edge} s ago`, (now) => ({ exp: now - edge })),
      skewed(`valid in ${edge} s`, (now) => ({ iat: now + edge, nbf: now + edge })),
    ];
  },
};

export const SKEW_OUTSIDE: Section = {
  id: 'jwt/skew-outside',
  needs: (context) => needsTolerance(toleranceOf(context)),
  variants: (context) => {
    const edge = toleranceOf(context) + DISTANCE;
    return [
      skewed(`expired ${edge} s ago`, (now) => ({ exp: now - edge })),
      skewed(`valid in ${edge} s`, (now) => ({ nbf: now + edge })),
    ];
  },
};

function toleranceOf({ policy }: CheckContext): number {
  return (policy.jwt?.tolerance ?? 0) / 1000;
}

function needsTolerance(tolerance: number): string | undefined {
  return tolerance === 0 ? 'declare policy.jwt.tolerance, the clock skew that is allowed' : undefined;
}

/** Claims with the change, and otherwise consistent: issued before they expire, for a minute at most. */
function skewed(name: string, change: (now: number) => Claims): Variant {
  const token = ({ issuer, claims: rightAt }: Source, now: number) => {
    const claims = rightAt(now);
    const changed = change(now);
    const validity = Math.min(VALIDITY, (Number(claims['exp']) - Number(claims['iat'])) / 2);
    const { exp } = changed;
    const issued = typeof exp === 'number' ? { iat: exp - validity, nbf: exp - validity } : {};
    return issuer!.sign({ ...claims, ...issued, exp: now + validity, ...changed });
  };
  return minted({ name, byServerClock: true, token });
}
