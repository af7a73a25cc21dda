import { SharedArray } from 'k6/data';
import { seededAt } from '../../requests/random.ts';
import { type Row, rowsOf } from './job.ts';
import { payload, type Scene } from './world.ts';

const NO_ROW: Row = {};
const rows = new Map<string, readonly Row[]>();

// Once in the memory of all virtual users.
for (const [key, spec] of Object.entries(payload.scenarios))
  if (spec.rows) rows.set(key, new SharedArray(key, () => rowsOf(key)));

/** The row of the data for one iteration: by its number, or drawn by the run's seed. */
export function rowOf({ key, spec, n }: Scene): Row {
  const all = rows.get(key);
  if (!all || all.length === 0 || n < 0) return NO_ROW;
  const place =
    spec.rows?.order === 'random'
      ? Math.floor(seededAt(payload.seed, spec.name)(n) * all.length)
      : n % all.length;
  return all[place] ?? NO_ROW;
}
