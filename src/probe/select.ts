import { type Check, PROFILES } from '../model/check.ts';
import type { Problem } from '../model/errors.ts';
import { didYouMean } from '../model/suggest.ts';
import type { CheckSettings } from './settings.ts';

type Named = Pick<Check, 'id' | 'profile'>;

/** True where a pattern such as `cors`, `cors/*` or `cors/null-origin` means the check. */
export function matchesCheck(pattern: string, id: string): boolean {
  const family = pattern.replace(/\/\*$/, '');
  return pattern === id || pattern === '*' || (!family.includes('/') && id.startsWith(`${family}/`));
}

/** The checks that the settings leave switched on, in the order of the registry; one named by its id needs no profile. */
export function selectChecks<Some extends Named>(
  checks: readonly Some[],
  { profile = 'standard', only, skip = [] }: Pick<CheckSettings, 'profile' | 'only' | 'skip'>,
): Some[] {
  return checks.filter(
    ({ id, profile: least = 'standard' }) =>
      (PROFILES.indexOf(least) <= PROFILES.indexOf(profile) || only?.includes(id)) &&
      (only === undefined || only.some((pattern) => matchesCheck(pattern, id))) &&
      !skip.some((pattern) => matchesCheck(pattern, id)),
  );
}

/** Patterns that mean no check, options for checks that do not exist, options that the check does not take. */
export function checkProblems(checks: readonly Check[], settings: CheckSettings): Problem[] {
  return [...patternProblems(checks, settings), ...optionProblems(checks, settings.options ?? {})];
}

function patternProblems(checks: readonly Named[], settings: CheckSettings): Problem[] {
  const ids = checks.map(({ id }) => id as string);
  const lists = {
    only: settings.only ?? [],
    skip: settings.skip ?? [],
    required: settings.required ?? [],
    accept: (settings.accept ?? []).map(({ check }) => check),
    severity: (settings.severity ?? []).map(({ check }) => check),
  };
  return Object.entries(lists).flatMap(([list, patterns]) =>
    patterns.flatMap((pattern, index) =>
      ids.some((id) => matchesCheck(pattern, id)) ? [] : [unknown(`checks.${list}[${index}]`, pattern, ids)],
    ),
  );
}

function optionProblems(checks: readonly Check[], options: NonNullable<CheckSettings['options']>): Problem[] {
  const ids = checks.map(({ id }) => id as string);
  return Object.entries(options).flatMap(([id, given]) => {
    const check = checks.find((each) => each.id === id);
    const path = `checks.options["${id}"]`;
    if (check === undefined) return [unknown(path, id, ids)];
    if (check.options === undefined) return [{ path, message: `${id} takes no options` }];
    const parsed = check.options.safeParse(given);
    return (parsed.error?.issues ?? []).map(({ path: at, message }) => ({
      path: [path, ...at].join('.'),
      message,
    }));
  });
}

function unknown(path: string, pattern: string, ids: readonly string[]): Problem {
  const families = [...new Set(ids.map((id) => id.slice(0, id.indexOf('/'))))];
  return {
    path,
    message: `there is no check "${pattern}".${didYouMean(pattern, [...ids, ...families])}`,
    allowed: `a check, or a family: ${families.join(', ')}`,
  };
}
