import type { Check, Profile } from '../model/check.ts';
import type { Problem } from '../model/errors.ts';
import type { LoadedPlan } from '../plan/load.ts';
import { checkProblems } from '../probe/select.ts';
import { UsageError } from './command.ts';

/** What the command line says in place of the plan. */
export interface Overrides {
  readonly profile?: Profile | undefined;
  readonly only?: string | readonly string[] | undefined;
  readonly skip?: string | readonly string[] | undefined;
  readonly seed?: number | undefined;
  readonly workers?: number | undefined;
}

/** The plan with the command line's word over it. Throws `UsageError` where that word fits no check. */
export function override(loaded: LoadedPlan, overrides: Overrides, checks: readonly Check[]): LoadedPlan {
  const only = listOf(overrides.only);
  const skip = listOf(overrides.skip) ?? [];
  const problems = checkProblems(checks, { ...(only ? { only } : {}), skip });
  if (problems.length > 0) throw new UsageError(problems.map(sentence).join('\n'));
  const { plan } = loaded;
  const workers = workersOf(overrides.workers);
  return {
    ...loaded,
    plan: {
      ...plan,
      checks: {
        ...plan.checks,
        profile: overrides.profile ?? plan.checks.profile,
        ...(only ? { only } : {}),
        skip: [...plan.checks.skip, ...skip],
      },
      run: {
        ...plan.run,
        seed: seedOf(overrides.seed) ?? plan.run.seed,
        ...(workers === undefined ? {} : { workers }),
      },
    },
  };
}

function listOf(given: string | readonly string[] | undefined): string[] | undefined {
  if (given === undefined) return undefined;
  return [given].flat().flatMap((text) => text.split(',').map((pattern) => pattern.trim()));
}

function sentence({ path, message, allowed }: Problem): string {
  const option = path.replace(/^checks\.(\w+).*$/, '--$1');
  return `${option}: ${message}${allowed ? ` (allowed: ${allowed})` : ''}`;
}

function seedOf(seed: number | undefined): number | undefined {
  if (seed === undefined || Number.isSafeInteger(seed)) return seed;
  throw new UsageError('--seed: a whole number is wanted.');
}

function workersOf(workers: number | undefined): number | undefined {
  if (workers === undefined || (Number.isSafeInteger(workers) && workers > 0)) return workers;
  throw new UsageError('--workers: a whole number from 1 on is wanted.');
}
