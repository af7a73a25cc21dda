import type { CheckContext, Probe } from '../../model/check.ts';
import type { ReplayPolicy } from '../../model/policy/replay.ts';
import type { Claims, Mint } from '../tokens/mint.ts';

/** Seconds before `exp` at which a token is used first. */
export const EARLY = 2;
/** Longest tolerance that is worth waiting for, in seconds. */
const LONGEST = 60;

/** Declared clock skew in seconds: of the rule, or of the service's tokens. */
export function toleranceOf({ policy }: CheckContext, { tolerance }: ReplayPolicy): number {
  return (tolerance ?? policy.jwt?.tolerance ?? 0) / 1000;
}

/** Of the rules, those whose tolerance (seconds) is at least `least` and can be waited for. */
export function timed(
  context: CheckContext,
  rules: readonly ReplayPolicy[],
  least: number,
): readonly ReplayPolicy[] {
  return rules.filter((rule) => {
    const tolerance = toleranceOf(context, rule);
    return tolerance >= least && tolerance <= LONGEST;
  });
}

/** How far the server's clock is ahead of ours, in ms; 0 where it tells no time. */
export async function leadOf(probe: Probe): Promise<number> {
  return (await probe.serverClock())?.offset ?? 0;
}

/** Claims that expire at this second of the server's clock, issued a little before now at the latest. */
export function expiring(mint: Mint, exp: number, now: number): Claims {
  const issued = Math.min(now, exp) - 5;
  return { ...mint.claims(), iat: issued, nbf: issued, exp };
}
