import type { Problem } from '../model/errors.ts';
import { didYouMean } from '../model/suggest.ts';
import { quote } from '../model/text.ts';
import { formatPath, type PathParts } from './path.ts';
import type { Plan } from './schema.ts';

/** What the running tool knows, given from outside: a plan is loaded without the registries. */
export interface Registered {
  readonly checks: readonly string[];
  readonly reporters: readonly string[];
}

/** Checks and reporters that a plan names and that do not exist. */
export function unknownNames({ checks, reports }: Plan, known: Registered): Problem[] {
  const patterns: { path: PathParts; pattern: string }[] = [
    ...(['only', 'skip', 'required'] as const).flatMap((key) =>
      (checks[key] ?? []).map((pattern, index) => ({ path: ['checks', key, index], pattern })),
    ),
    ...checks.accept.map(({ check }, index) => ({
      path: ['checks', 'accept', index, 'check'],
      pattern: check,
    })),
  ];
  return [
    ...patterns.flatMap(({ path, pattern }) => patternProblem(pattern, known.checks, formatPath(path))),
    ...Object.keys(checks.options).flatMap((id) =>
      unknown(formatPath(['checks', 'options', id]), 'check', id, known.checks),
    ),
    ...reports.flatMap((id, index) => unknown(`reports[${index}]`, 'reporter', id, known.reporters)),
  ];
}

/** A pattern names a check, a family, or a family with `/*`. */
export function matchesPattern(id: string, pattern: string): boolean {
  return id === pattern || id.split('/')[0] === pattern.replace(/\/\*$/, '');
}

/** The problem of a check pattern that fits no check; none when it fits. */
export function patternProblem(pattern: string, checks: readonly string[], path: string): Problem[] {
  if (checks.some((id) => matchesPattern(id, pattern))) return [];
  const families = [...new Set(checks.map((id) => id.split('/')[0]!))];
  return unknown(path, 'check', pattern, [...families, ...checks], [...families, 'canary-gate list checks']);
}

function unknown(
  path: string,
  kind: string,
  name: string,
  names: readonly string[],
  allowed: readonly string[] = names.length > 12 ? [`canary-gate list ${kind}s`] : names,
): Problem[] {
  if (names.includes(name)) return [];
  return [
    {
      path,
      message: `there is no ${kind} ${quote(name)}.${didYouMean(name, names)}`,
      allowed: allowed.join(', '),
    },
  ];
}
