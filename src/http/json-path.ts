import { createRequire } from 'node:module';
import type { query } from 'jsonpath-rfc9535';

type Steps = readonly (string | number)[];

/** Names and indexes only: what nearly every expectation asks for. */
const PLAIN = /^\$(?:\.[A-Za-z_]\w*|\[(?:0|[1-9]\d{0,8})\])*$/;
const STEP = /\.(\w+)|\[(\d+)\]/g;

/** Plans and scripts name few paths; one that makes them up as it goes must not fill the memory. */
const MOST_KEPT = 1000;
const kept = new Map<string, Steps | undefined>();

/**
 * Every value at a JSONPath (RFC 9535) of a parsed document; none when the path is not valid. Paths of names and indexes
 * are followed here, since the library reads its grammar anew each time; all others are the library's.
 */
export function select(document: unknown, path: string): readonly unknown[] {
  if (document === undefined) return [];
  const steps = stepsOf(path);
  if (steps) return follow(document, steps);
  try {
    return library().query(document as Parameters<typeof query>[0], path);
  } catch {
    return [];
  }
}

const require = createRequire(import.meta.url);

/** Loaded by the first path that needs it: not by every thread that sends load. */
function library(): { query: typeof query } {
  return require('jsonpath-rfc9535');
}

function stepsOf(path: string): Steps | undefined {
  if (kept.has(path)) return kept.get(path);
  const steps = PLAIN.test(path)
    ? [...path.matchAll(STEP)].map(([, name, index]) => name ?? Number(index))
    : undefined;
  if (kept.size < MOST_KEPT) kept.set(path, steps);
  return steps;
}

function follow(document: unknown, steps: Steps): readonly unknown[] {
  let value = document;
  for (const step of steps) {
    if (!has(value, step)) return [];
    value = value[step as never];
  }
  return [value];
}

/** Names are members of objects alone, indexes of arrays alone. */
function has(value: unknown, step: string | number): value is object {
  if (typeof value !== 'object' || value === null) return false;
  if (typeof step === 'number') return Array.isArray(value) && step < value.length;
  return !Array.isArray(value) && Object.hasOwn(value, step);
}
