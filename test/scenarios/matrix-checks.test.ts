import { describe, expect, test, vi } from 'vitest';
import { checks } from '../../checks/index.ts';
import { DEFECTS } from '../../src/demo/defects.ts';
import { type Part, show } from './matrix.ts';
import { PLAN_NAMES } from './plans.ts';

// Most of the time is spent waiting, for windows to end and tokens to expire.
vi.setConfig({ maxConcurrency: 10 });

const LIMIT = 240_000;
const checkOf = (id: string) => checks.find((check) => check.id === id);

const kinds: readonly { readonly name: string; readonly uses: boolean; readonly limits?: string[] }[] = [
  { name: 'checks that use up no limit', uses: false },
  // The limit of 1000 takes long to use up; no defect touches it.
  { name: 'checks that use up a limit', uses: true, limits: ['public', 'agent', 'files', 'exports'] },
];

describe.each(kinds)('$name', { concurrent: true, timeout: LIMIT }, ({ uses, limits }) => {
  const part: Part = { checks: (check) => check.exhausting === uses, ...(limits ? { limits } : {}) };

  test.each(PLAN_NAMES)('%s: the correct service fails none', async (plan) => {
    expect((await show(plan, { ...part, profile: 'deep' })).surprises).toEqual([]);
  });

  const shown = DEFECTS.filter(({ primary }) => checkOf(primary)?.exhausting === uses);
  test.each(shown)('$id', async (defect) => {
    const profile = checkOf(defect.primary)?.profile === 'deep' ? 'deep' : 'standard';
    expect((await show(defect.plan, { ...part, profile }, defect)).surprises).toEqual([]);
  });
});
