import type { Expectation, Matcher } from '../model/endpoint.ts';
import type { HeaderLines } from '../model/exchange.ts';
import { quote } from '../model/text.ts';
import { select } from './json-path.ts';

/** What an answer must offer so that it can be held against an expectation. */
export interface Answered {
  readonly status: number;
  readonly headers: HeaderLines;
  readonly body: string;
}

/** The first part of an expectation that an answer misses: `what` is short and stable, `message` is for people. */
export interface Miss {
  /** `status`, `header <name>`, `json <path>`, `body contains` or `body matches`. */
  readonly what: string;
  readonly message: string;
}

/** The first reason for which an answer is not the expected one, as a sentence; `undefined` when it is. */
export function meets(expectation: Expectation, answer: Answered): string | undefined {
  return firstMiss(expectation, answer)?.message;
}

/** The same as `meets`, with a machine-readable name of the part that was missed. Status comes first. */
export function firstMiss(expectation: Expectation, answer: Answered): Miss | undefined {
  return (
    statusMiss(expectation, answer.status) ??
    headerMiss(expectation.headers, answer.headers) ??
    bodyMiss(expectation.body, answer.body) ??
    jsonMiss(expectation.json, answer.body)
  );
}

/** True for the statuses that an expectation accepts: 200 to 299 where it names none. */
export function acceptsStatus(expectation: Pick<Expectation, 'status'>, status: number): boolean {
  const wanted = expectation.status;
  if (wanted === undefined) return status >= 200 && status <= 299;
  return typeof wanted === 'number' ? wanted === status : wanted.includes(status);
}

/** Every value at a JSONPath (RFC 9535) of a JSON text; none when the text is not JSON or the path is not valid. */
export function valuesAt(body: string, path: string): readonly unknown[] {
  return select(parseJson(body), path);
}

/** The parsed text; `undefined` when it is not JSON. */
export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Why the values found (none, one, or several: all of them must fit) do not fit; `undefined` when they do. */
export function mismatch(matcher: Matcher, values: readonly unknown[]): string | undefined {
  if (typeof matcher !== 'object' || matcher === null) return mismatch({ equals: matcher }, values);
  if (matcher.exists === false) return values.length === 0 ? undefined : 'is there, and must not be';
  if (values.length === 0) return 'is not there';
  for (const value of values) {
    for (const condition of CONDITIONS) {
      const reason = condition(matcher, value);
      if (reason !== undefined) return reason;
    }
  }
  return undefined;
}

function statusMiss(expectation: Expectation, status: number): Miss | undefined {
  if (acceptsStatus(expectation, status)) return undefined;
  const wanted = expectation.status === undefined ? '200-299' : [expectation.status].flat().join(', ');
  return { what: 'status', message: `status is ${status}, wanted ${wanted}` };
}

function headerMiss(expected: Expectation['headers'], lines: HeaderLines): Miss | undefined {
  for (const [name, matcher] of Object.entries(expected ?? {})) {
    const lower = name.toLowerCase();
    const values = lines.filter(([line]) => line.toLowerCase() === lower).map(([, value]) => value);
    // Lines of one name are one value (RFC 9110, section 5.2).
    const reason = mismatch(matcher, values.length > 0 ? [values.join(', ')] : []);
    if (reason !== undefined) return { what: `header ${lower}`, message: `header ${lower} ${reason}` };
  }
  return undefined;
}

function bodyMiss(expected: Expectation['body'], body: string): Miss | undefined {
  if (expected?.contains !== undefined && !body.includes(expected.contains))
    return { what: 'body contains', message: `body does not contain ${quote(expected.contains)}` };
  if (expected?.matches !== undefined && !pattern(expected.matches).test(body))
    return { what: 'body matches', message: `body does not match ${quote(expected.matches)}` };
  return undefined;
}

function jsonMiss(expected: Expectation['json'], body: string): Miss | undefined {
  const entries = Object.entries(expected ?? {});
  if (entries.length === 0) return undefined;
  const document = parseJson(body);
  if (document === undefined) return { what: 'json', message: `body is not JSON: ${quote(body, 60)}` };
  for (const [path, matcher] of entries) {
    const reason = mismatch(matcher, select(document, path));
    if (reason !== undefined) return { what: `json ${path}`, message: `${path} ${reason}` };
  }
  return undefined;
}

type Conditions = Exclude<Matcher, string | number | boolean | null>;

/** Each says why a value misses one condition; `undefined` when the condition is not set or is met. */
const CONDITIONS: readonly ((wanted: Conditions, value: unknown) => string | undefined)[] = [
  ({ equals }, value) =>
    equals === undefined || same(equals, value) ? undefined : `is ${show(value)}, wanted ${show(equals)}`,
  ({ type }, value) =>
    type === undefined || type === typeOf(value) ? undefined : `is of type ${typeOf(value)}, wanted ${type}`,
  ({ matches }, value) =>
    matches === undefined || (isPlain(value) && pattern(matches).test(String(value)))
      ? undefined
      : `is ${show(value)}, which does not match ${quote(matches)}`,
  ({ contains }, value) =>
    contains === undefined || includes(value, contains)
      ? undefined
      : `is ${show(value)}, which does not contain ${quote(contains)}`,
  ({ min }, value) => bound(min, value, (number, limit) => number >= limit, 'at least'),
  ({ max }, value) => bound(max, value, (number, limit) => number <= limit, 'at most'),
  ({ minLength }, value) => lengthBound(minLength, value, (length, limit) => length >= limit, 'at least'),
  ({ maxLength }, value) => lengthBound(maxLength, value, (length, limit) => length <= limit, 'at most'),
];

type Compare = (value: number, limit: number) => boolean;

function bound(limit: number | undefined, value: unknown, holds: Compare, words: string): string | undefined {
  if (limit === undefined) return undefined;
  // Header values are text; `Number('')` is 0, which no one means.
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && holds(number, limit)
    ? undefined
    : `is ${show(value)}, wanted ${words} ${limit}`;
}

function lengthBound(
  limit: number | undefined,
  value: unknown,
  holds: Compare,
  words: string,
): string | undefined {
  if (limit === undefined) return undefined;
  if (typeof value !== 'string' && !Array.isArray(value))
    return `is of type ${typeOf(value)}, which has no length`;
  return holds(value.length, limit) ? undefined : `has length ${value.length}, wanted ${words} ${limit}`;
}

function same(wanted: unknown, value: unknown): boolean {
  if (typeof value === 'string' && (typeof wanted === 'number' || typeof wanted === 'boolean')) return false;
  if (typeof wanted !== 'object' || wanted === null) return wanted === value;
  if (typeof value !== 'object' || value === null || Array.isArray(wanted) !== Array.isArray(value))
    return false;
  const keys = Object.keys(wanted);
  return (
    keys.length === Object.keys(value).length &&
    keys.every((key) => Object.hasOwn(value, key) && same(at(wanted, key), at(value, key)))
  );
}

function at(object: object, key: string): unknown {
  return (object as Record<string, unknown>)[key];
}

function includes(value: unknown, wanted: string): boolean {
  if (typeof value === 'string') return value.includes(wanted);
  return Array.isArray(value) && value.some((item) => isPlain(item) && String(item) === wanted);
}

function isPlain(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function show(value: unknown): string {
  return typeof value === 'string'
    ? quote(value, 60)
    : quote(JSON.stringify(value) ?? 'nothing', 60).slice(1, -1);
}

const PATTERNS_KEPT = 500;
const patterns = new Map<string, RegExp>();

/** Compiling costs more than matching; the plan's patterns are few, those of scripts may not be. */
function pattern(source: string): RegExp {
  let compiled = patterns.get(source);
  if (!compiled) {
    if (patterns.size >= PATTERNS_KEPT) patterns.clear();
    compiled = new RegExp(source);
    patterns.set(source, compiled);
  }
  return compiled;
}
