import type { z } from 'zod';
import type { Problem } from '../model/errors.ts';
import { didYouMean } from '../model/suggest.ts';
import { printable, quote } from '../model/text.ts';
import { allowedKeys, wantsDuration } from './allowed.ts';
import { formatPath, type PathParts, valueAt } from './path.ts';

type Issue = z.core.$ZodIssue;

/** What zod found, as problems that say what is wrong, where, and what was allowed. */
export function problemsOf(issues: readonly Issue[], plan: unknown, base: PathParts = []): Problem[] {
  return issues.flatMap((issue) => explain(issue, plan, [...base, ...issue.path]));
}

function explain(issue: Issue, plan: unknown, path: PathParts): Problem[] {
  const explainer = EXPLAINERS[issue.code];
  return explainer ? explainer(issue, plan, path) : [problem(path, sentence(issue.message))];
}

const EXPLAINERS: Partial<Record<string, (issue: Issue, plan: unknown, path: PathParts) => Problem[]>> = {
  unrecognized_keys: unknownKeys,
  invalid_union: closestVariant,
  invalid_value: notAllowed,
  invalid_type: wrongType,
  invalid_key: wrongKey,
  invalid_format: wrongText,
};

function unknownKeys(issue: Issue, plan: unknown, path: PathParts): Problem[] {
  const allowed = allowedKeys(plan, path);
  return (issue as z.core.$ZodIssueUnrecognizedKeys).keys.map((key) =>
    problem([...path, key], `unknown key.${didYouMean(key, allowed)}`, allowed.join(', ')),
  );
}

/** Of a union, the variant that the author most likely meant: shape first, then the fewest problems. */
function closestVariant(issue: Issue, plan: unknown, path: PathParts): Problem[] {
  const union = issue as z.core.$ZodIssueInvalidUnion & { options?: readonly unknown[] };
  if (union.options) return [choice(plan, path, union.options)];
  const shaped = union.errors.filter((issues) => !issues.some(isWrongShape));
  if (shaped.length === 0) return [wrongShape(union, plan, path)];
  const best = shaped.reduce((a, b) => (b.length < a.length ? b : a));
  return problemsOf(best, plan, path);
}

function isWrongShape(issue: Issue): boolean {
  return issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value');
}

function wrongShape(union: z.core.$ZodIssueInvalidUnion, plan: unknown, path: PathParts): Problem {
  const wanted = union.errors.flat().flatMap((issue) => {
    if (issue.path.length > 0) return [];
    if (issue.code === 'invalid_type') return [article(issue.expected)];
    return issue.code === 'invalid_value' ? issue.values.map((value) => JSON.stringify(value)) : [];
  });
  return problem(path, `${given(valueAt(plan, path))}; ${[...new Set(wanted)].join(' or ')} is wanted`);
}

function notAllowed(issue: Issue, plan: unknown, path: PathParts): Problem[] {
  return [choice(plan, path, (issue as z.core.$ZodIssueInvalidValue).values)];
}

function choice(plan: unknown, path: PathParts, options: readonly unknown[]): Problem {
  const value = valueAt(plan, path);
  const words = options.map(String);
  const hint = typeof value === 'string' ? didYouMean(value, words) : '';
  return problem(path, `${given(value)} is not one of the choices.${hint}`, words.join(', '));
}

function wrongType(issue: Issue, plan: unknown, path: PathParts): Problem[] {
  const { expected } = issue as z.core.$ZodIssueInvalidType;
  const value = valueAt(plan, path);
  const wanted = wantsDuration(plan, path) ? 'a duration such as "250ms" or "30s"' : article(expected);
  return [problem(path, `${value === undefined ? 'is missing' : given(value)}; ${wanted} is wanted`)];
}

function wrongKey(issue: Issue, _plan: unknown, path: PathParts): Problem[] {
  const first = (issue as z.core.$ZodIssueInvalidKey).issues[0];
  return [problem(path, first ? sentence(first.message) : 'this name is not allowed')];
}

function wrongText(issue: Issue, plan: unknown, path: PathParts): Problem[] {
  return [problem(path, `${given(valueAt(plan, path))}; ${sentence(issue.message)}`)];
}

function problem(path: PathParts, message: string, allowed?: string): Problem {
  return { path: formatPath(path), message, ...(allowed ? { allowed } : {}) };
}

/** zod's own texts are made to read like ours. */
function sentence(message: string): string {
  const text = message.replace(/^(Invalid input|Too small|Too big): /, '');
  return printable(`${text.charAt(0).toLowerCase()}${text.slice(1)}`);
}

function given(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return value === undefined ? 'nothing' : printable(String(value));
}

const ARTICLES: Readonly<Record<string, string>> = {
  string: 'text',
  int: 'a whole number',
  number: 'a number',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  boolean: 'true or false',
  null: 'null',
};

function article(expected: string): string {
  return ARTICLES[expected] ?? expected;
}
