import { describe, expect, test } from 'vitest';
import { checks } from '../../checks/index.ts';
import { DEFECTS, type Defect, rowsFor } from '../../src/demo/defects.ts';
import { failuresOf, runPart, surprises } from './matrix.ts';
import { PLAN_NAMES } from './plans.ts';

const LIMIT = 120_000;

/** A reading shows at once, a fault within some seconds; what only grows needs the whole load. */
function shareOf({ id }: Defect): number {
  const fault = rowsFor(new Set([id]))[0]?.fault;
  if (!fault) return 0.05;
  return fault.drift ? 1 : 0.4;
}

const ids = new Set(checks.map(({ id }) => id as string));
const shown = DEFECTS.filter(({ primary }) => !ids.has(primary));

describe('gates and triggers', () => {
  test.concurrent.each(PLAN_NAMES)('%s: the correct service fails none', { timeout: LIMIT }, async (plan) => {
    expect(failuresOf(await runPart(plan, { load: 0.4 }))).toEqual([]);
  });

  test.concurrent.each(shown)('$id', { timeout: LIMIT }, async (defect) => {
    const report = await runPart(defect.plan, { load: shareOf(defect) }, defect);
    expect(surprises(defect, failuresOf(report))).toEqual([]);
  });
});
