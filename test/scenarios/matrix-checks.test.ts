import { describe, expect, test } from 'vitest';
import { checks } from '../../checks/index.ts';
import { DEFECTS } from '../../src/demo/defects.ts';
import { failuresOf, runPart, surprises } from './matrix.ts';
import { PLAN_NAMES } from './plans.ts';

const LIMIT = 120_000;
const exhausting = (id: string) => checks.find((check) => check.id === id)?.exhausting;
const kinds = [
  { name: 'checks that use up no limit', uses: false },
  { name: 'checks that use up a limit', uses: true },
];

describe.each(kinds)('$name', ({ uses }) => {
  const part = { checks: (check: { exhausting: boolean }) => check.exhausting === uses };

  test.concurrent.each(PLAN_NAMES)('%s: the correct service fails none', { timeout: LIMIT }, async (plan) => {
    expect(failuresOf(await runPart(plan, part))).toEqual([]);
  });

  const shown = DEFECTS.filter(({ primary }) => exhausting(primary) === uses);
  test.concurrent.each(shown)('$id', { timeout: LIMIT }, async (defect) => {
    expect(surprises(defect, failuresOf(await runPart(defect.plan, part, defect)))).toEqual([]);
  });
});
