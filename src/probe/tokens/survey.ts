import type { Check, CheckContext, Probe } from '../../model/check.ts';
import { PROFILES } from '../../model/check.ts';
import type { Exchange } from '../../model/exchange.ts';
import { judgeBaselines } from './jwt-judge.ts';
import { SECTIONS } from './sections.ts';
import { openSource } from './source.ts';
import { GARBAGE, NONE, Trial, VALID } from './trial.ts';
import { needOf, type Section, type Variant } from './variant.ts';

/** Probes between two controls: each stands between a valid token that worked before and one that worked after. */
const SPACING = 6;
/** Requests that all repetitions together may take: attempts again, and controls to see whether the target still answers. */
const PATIENCE = 30;
/** The three baselines, the closing two, a reading of the server's clock, and the control that carries it. */
const FRAME = 7;

/** One observation for all checks that send tokens to the endpoint of `policy.jwt`. */
export const TOKEN_SURVEY = {
  survey: 'jwt/tokens',
  active: true,
  exhausting: false,
  budget: (context: CheckContext) => {
    const variants = planned(context).length;
    return variants + Math.ceil(variants / SPACING) + FRAME + PATIENCE;
  },
  observe: survey,
} as const satisfies Partial<Check>;

export interface Planned {
  readonly section: Section;
  readonly variant: Variant;
}

/** What the profile tries of every section that applies and whose check is selected. */
export function planned(context: CheckContext): Planned[] {
  const rank = PROFILES.indexOf(context.profile);
  const applying = selectedOf(context).filter(({ needs }) => needs?.(context) === undefined);
  return applying.flatMap((section) =>
    section
      .variants(context)
      .filter(({ least = 'standard' }) => PROFILES.indexOf(least) <= rank)
      .map((variant) => ({ section, variant })),
  );
}

/** All of them for checks that have no tokens of their own, and look at every answer. */
function selectedOf({ selected }: CheckContext): readonly Section[] {
  const chosen = SECTIONS.filter(({ id }) => selected?.includes(id) ?? true);
  return chosen.length === 0 ? SECTIONS : chosen;
}

async function survey(probe: Probe, context: CheckContext): Promise<readonly Exchange[]> {
  const trial = new Trial(probe, context, await openSource(probe, context), PATIENCE);
  for (const [role, variant] of OPENING) await trial.base(role, variant);
  if (judgeBaselines(trial.seen)) return trial.seen;
  const tried = planned(context).filter(({ variant }) => trial.can(needOf(variant)));
  for (const [index, each] of tried.entries()) {
    if (!(await trial.attempt(each))) return trial.seen;
    if (index % SPACING === SPACING - 1) await trial.base('valid', VALID);
  }
  await trial.base('valid', VALID);
  await trial.base('garbage', GARBAGE);
  return trial.seen;
}

const OPENING: readonly (readonly [role: string, variant: Variant])[] = [
  ['valid', VALID],
  ['none', NONE],
  ['garbage', GARBAGE],
];
