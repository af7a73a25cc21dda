import { describe, expect, test } from 'vitest';
import { checks } from '../../checks/index.ts';
import { DEFECTS } from '../../src/demo/defects.ts';
import { type Part, show } from './matrix.ts';
import { PLAN_NAMES } from './plans.ts';

const LIMIT = 120_000;
const exhausting = (id: string) => checks.find((check) => check.id === id)?.exhausting;

const kinds: readonly { readonly name: string; readonly uses: boolean; readonly limits?: string[] }[] = [
  { name: 'checks that use up no limit', uses: false },
  // The limit of 1000 takes long to use up; no defect touches it.
  { name: 'checks that use up a limit', uses: true, limits: ['public', 'agent', 'files'] },
];

describe.each(kinds)('$name', { concurrent: true, timeout: LIMIT }, ({ uses, limits }) => {
  const part: Part = { checks: (check) => check.exhausting === uses, ...(limits ? { limits } : {}) };

  test.each(PLAN_NAMES)('%s: the correct service fails none', async (plan) => {
    expect((await show(plan, part)).surprises).toEqual([]);
  });

  test.each(DEFECTS.filter(({ primary }) => exhausting(primary) === uses))('$id', async (defect) => {
    expect((await show(defect.plan, part, defect)).surprises).toEqual([]);
  });
});
