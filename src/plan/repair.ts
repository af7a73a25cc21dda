import type { z } from 'zod';
import { formatPath, type PathParts, valueAt } from './path.ts';
import { Plan } from './schema.ts';

/** A plan made readable, so that the rest of it can be looked at in the same pass. */
export interface Repaired {
  readonly plan: Plan;
  /** Places that were changed: what follows from them is no news. */
  readonly places: readonly string[];
}

/** Stand-ins for a required value that could not be read; the place stays marked as changed. */
const STAND_INS: readonly unknown[] = ['1s', 1];
const ROOT_STAND_INS: Readonly<Record<string, unknown>> = {
  name: 'plan',
  targets: { canary: { url: 'http://127.0.0.1' } },
};
/** Sections whose loss would make everything that refers to them look wrong. */
const DEFINITIONS = ['endpoints', 'identities', 'scenarios', 'signals'];
const MOST_ROUNDS = 8;

/**
 * Takes out of a wrong plan what is wrong, so that all problems can be told at once rather than in two rounds.
 * Gives `undefined` where too much would be lost to say anything about the rest.
 */
export function repair(data: unknown): Repaired | undefined {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return undefined;
  const copy = structuredClone(data) as Record<string, unknown>;
  const places = new Set<string>();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const parsed = Plan.safeParse(copy);
    if (parsed.success) return lost(places) ? undefined : { plan: parsed.data, places: [...places] };
    for (const path of parsed.error.issues.flatMap(wrongPlaces)) places.add(formatPath(mend(copy, path)));
  }
  return undefined;
}

function lost(places: ReadonlySet<string>): boolean {
  return DEFINITIONS.some((section) => places.has(section));
}

function wrongPlaces(issue: z.core.$ZodIssue): PropertyKey[][] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => [...issue.path, key]);
  const branches = issue.code === 'invalid_union' ? issue.errors : [];
  const shaped = branches.filter((branch) => !branch.some(({ path }) => path.length === 0));
  const best = shaped.sort((a, b) => a.length - b.length)[0];
  return best ? best.flatMap(wrongPlaces).map((path) => [...issue.path, ...path]) : [issue.path];
}

/** Changes one place and gives it; a missing value is stood in for, then its parent goes. */
function mend(copy: Record<string, unknown>, path: PathParts): PathParts {
  const key = path.at(-1);
  if (key === undefined) return path;
  if (path.length === 1 && String(key) in ROOT_STAND_INS) {
    copy[String(key)] = ROOT_STAND_INS[String(key)];
    return path;
  }
  const parent = valueAt(copy, path.slice(0, -1));
  if (typeof parent !== 'object' || parent === null) return path;
  // Taking an element out of a list would move the others, and with them the paths of their problems.
  if (Array.isArray(parent)) return mend(copy, path.slice(0, -1));
  return change(copy, parent as Record<PropertyKey, unknown>, path, key);
}

function change(
  copy: Record<string, unknown>,
  parent: Record<PropertyKey, unknown>,
  path: PathParts,
  key: PropertyKey,
): PathParts {
  const before = parent[key];
  delete parent[key];
  if (stillWrong(copy, path)) {
    for (const stand of STAND_INS) {
      parent[key] = stand;
      if (!stillWrong(copy, path)) return path;
    }
    delete parent[key];
    return before === undefined ? mend(copy, path.slice(0, -1)) : path;
  }
  return path;
}

function stillWrong(copy: unknown, path: PathParts): boolean {
  const parsed = Plan.safeParse(copy);
  if (parsed.success) return false;
  const place = formatPath(path);
  return parsed.error.issues.flatMap(wrongPlaces).some((wrong) => formatPath(wrong) === place);
}
