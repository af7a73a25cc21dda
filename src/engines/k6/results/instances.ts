import type { Reason } from '../../../model/report.ts';

/** An instance that told something. */
export interface Instance {
  /** Its tag `instance_id`, where it has one. */
  readonly id: string | undefined;
  /** For people. */
  readonly name: string;
}

/** Which of `wanted` instances are missing, by name where their names are known; and those that came twice. */
export function missingInstances(found: readonly Instance[], wanted: number | undefined): Reason[] {
  const ids = found.flatMap(({ id }) => id ?? []);
  return [...twice(found), ...(wanted === undefined ? [] : missing(found, new Set(ids), wanted))];
}

function missing(found: readonly Instance[], ids: ReadonlySet<string>, wanted: number): Reason[] {
  const known = ids.size === found.length ? numbersOf(wanted) : [];
  const absent = known.filter((id) => !ids.has(id));
  const isNumbered = absent.length > 0 && absent.length === wanted - found.length;
  if (isNumbered)
    return absent.map((id) => ({
      code: 'missing_instance',
      text: `instance ${id} of ${wanted} told nothing`,
    }));
  const lacking = wanted - found.length;
  if (lacking === 0) return [];
  const names = found.map(({ name }) => name).join(', ');
  const text =
    lacking > 0
      ? `${lacking} of ${wanted} instances told nothing; there are only ${names || 'none'}`
      : `${found.length} instances told something, ${wanted} are wanted: ${names}`;
  return [{ code: lacking > 0 ? 'missing_instance' : 'broken_result', text }];
}

function twice(found: readonly Instance[]): Reason[] {
  const byId = Map.groupBy(found, ({ id }) => id);
  return [...byId]
    .filter(([id, same]) => id !== undefined && same.length > 1)
    .map(([id, same]) => ({
      code: 'broken_result',
      text: `${same.map(({ name }) => name).join(' and ')} are both of instance ${id}`,
    }));
}

/** As the k6-operator numbers them. */
const numbersOf = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index + 1));
