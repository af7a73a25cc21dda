import type { Problem } from '../model/errors.ts';
import type { LoadedPlan } from '../plan/load.ts';
import { patternProblem } from '../plan/registered.ts';
import { UsageError } from './command.ts';

/** What the command line says in place of the plan. */
export interface Overrides {
  readonly only?: string | readonly string[] | undefined;
  readonly skip?: string | readonly string[] | undefined;
  readonly seed?: number | undefined;
}

/** The plan with the command line's word over it. Throws `UsageError` where that word fits no check. */
export function override(loaded: LoadedPlan, overrides: Overrides, checks: readonly string[]): LoadedPlan {
  const only = patterns('only', overrides.only, checks);
  const skip = patterns('skip', overrides.skip, checks);
  const { plan } = loaded;
  return {
    ...loaded,
    plan: {
      ...plan,
      checks: { ...plan.checks, ...(only ? { only } : {}), skip: [...plan.checks.skip, ...(skip ?? [])] },
      run: { ...plan.run, seed: seedOf(overrides.seed) ?? plan.run.seed },
    },
  };
}

function patterns(
  option: string,
  given: string | readonly string[] | undefined,
  checks: readonly string[],
): string[] | undefined {
  if (given === undefined) return undefined;
  const list = [given].flat().flatMap((text) => text.split(',').map((pattern) => pattern.trim()));
  const problems = list.flatMap((pattern) => patternProblem(pattern, checks, `--${option}`));
  if (problems.length > 0) throw new UsageError(problems.map(sentence).join('\n'));
  return list;
}

function sentence({ path, message, allowed }: Problem): string {
  return `${path}: ${message}${allowed ? ` (allowed: ${allowed})` : ''}`;
}

function seedOf(seed: number | undefined): number | undefined {
  if (seed === undefined || Number.isSafeInteger(seed)) return seed;
  throw new UsageError('--seed: a whole number is wanted.');
}
