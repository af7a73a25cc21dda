import { leastTrue, neededFor } from '../stats/binomial.ts';
import { evidenceBelow } from '../stats/mixture.ts';
import { chances } from '../stats/power.ts';
import { failLevel } from '../stats/proportion.ts';
import type { BoundGate } from './requirement.ts';

export interface FeasibilityOptions {
  /** Requests that the plan will send of what the gate selects. */
  readonly expected: number;
  /** Gates and triggers of the plan. */
  readonly family: number;
  /** True where the load lasts longer than `minDuration` and may stop early. */
  readonly sequential: boolean;
  readonly alpha?: number;
}

/** What a plan can hope to learn about a gate; independent requests are assumed. */
export interface Feasibility {
  /** Fewest requests that prove it, with none bad; null where requests prove nothing. */
  readonly needed: number | null;
  /** Chance of a proven pass, if the truth is: none bad; a fifth of what is allowed; half of it. */
  readonly pass: { readonly none: number; readonly fifth: number; readonly half: number };
  /** Chance of a proven violation, if twice as much as allowed is bad. */
  readonly fail: { readonly double: number };
}

/** Fewest requests and chances of a gate on a proportion; undefined for gates that are compared plainly. */
export function feasibility(
  { requirement }: BoundGate,
  options: FeasibilityOptions,
): Feasibility | undefined {
  if (requirement.kind !== 'proportion') return undefined;
  const { expected: n, family, sequential, alpha = 0.05 } = options;
  const { bound } = requirement;
  const failAlpha = failLevel({ alpha, family });
  const of = (truth: number) =>
    chances({ bound, truth: Math.min(1, truth), n, alpha, failAlpha, sequential });
  const needed = sequential
    ? leastTrue((count) => evidenceBelow(bound, 0, count, { scale: bound }) >= Math.log(1 / alpha))
    : neededFor(bound, 0, alpha);
  return {
    needed: Number.isFinite(needed) ? needed : null,
    pass: { none: n >= needed ? 1 : 0, fifth: of(bound / 5).pass, half: of(bound / 2).pass },
    fail: { double: of(bound * 2).fail },
  };
}
