import type { Exchange } from '../../model/exchange.ts';

/** Answers to two requests that nobody should be able to tell apart, each asked several times. */
export interface Pairs {
  readonly ones: readonly Exchange[];
  readonly others: readonly Exchange[];
  /** What differs between the requests, and may be told back. */
  readonly ids: readonly string[];
}

/** Of the connection rather than the answer. */
const IGNORED: ReadonlySet<string> = new Set(['age', 'connection', 'keep-alive']);

/**
 * What tells the one request from the other: status, header names or body. Whatever varies by itself among the answers
 * to the same request is left out; undefined when nothing else differs.
 */
export function difference({ ones, others, ids }: Pairs): string | undefined {
  return (
    differentStatus(ones, others) ??
    differentHeaders(ones, others) ??
    differentBody(
      ones.map((each) => tokensOf(each, ids)),
      others.map((each) => tokensOf(each, ids)),
    )
  );
}

/** Segments in which two paths differ, as they are and decoded. */
export function idsOf(one: string, other: string): string[] {
  const segments = [one, other].map((path) => path.split(/[/?&=]/));
  const own = segments.flatMap((mine, index) =>
    mine.filter((segment) => !segments[1 - index]!.includes(segment)),
  );
  return [...new Set(own.flatMap((segment) => [segment, decoded(segment)]))]
    .filter((segment) => segment !== '')
    .toSorted((a, b) => b.length - a.length);
}

function differentStatus(ones: readonly Exchange[], others: readonly Exchange[]): string | undefined {
  const one = sole(ones.map(({ response }) => String(response?.status)));
  const other = sole(others.map(({ response }) => String(response?.status)));
  if (one === undefined || other === undefined || one === other) return undefined;
  return `status ${one} rather than ${other}`;
}

function differentHeaders(ones: readonly Exchange[], others: readonly Exchange[]): string | undefined {
  const sets = (all: readonly Exchange[]) => all.map((exchange) => headerNames(exchange));
  const [mine, theirs] = [sets(ones), sets(others)];
  const only = (here: Set<string>[], there: Set<string>[]) =>
    [...here[0]!].find((name) => here.every((set) => set.has(name)) && !there.some((set) => set.has(name)));
  const more = only(mine, theirs);
  if (more !== undefined) return `the header ${more}`;
  const less = only(theirs, mine);
  return less === undefined ? undefined : `no header ${less}`;
}

/** Bodies word by word; those of the same request show which words vary by themselves. */
function differentBody(ones: readonly string[][], others: readonly string[][]): string | undefined {
  const lengths = [ones, others].map((bodies) => sole(bodies.map(({ length }) => String(length))));
  if (lengths.includes(undefined)) return undefined;
  if (lengths[0] !== lengths[1]) return 'another form of body';
  const at = ones[0]!.findIndex((_, index) => {
    const [one, other] = [ones, others].map((bodies) => sole(bodies.map((words) => words[index]!)));
    return one !== undefined && other !== undefined && one !== other;
  });
  return at < 0 ? undefined : 'another text in the body';
}

function tokensOf({ response }: Exchange, ids: readonly string[]): string[] {
  const body = ids.reduce((text, id) => text.replaceAll(id, '*'), response?.body ?? '');
  return body.match(/[\p{L}\p{N}_-]+|[^\p{L}\p{N}_-]+/gu) ?? [];
}

function headerNames({ response }: Exchange): Set<string> {
  const names = (response?.headers ?? []).map(([name]) => name.toLowerCase());
  return new Set(names.filter((name) => !IGNORED.has(name)));
}

/** The value that all have; undefined when they vary. */
function sole(values: readonly string[]): string | undefined {
  return new Set(values).size === 1 ? values[0] : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
