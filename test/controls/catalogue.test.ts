import { expect, test } from 'vitest';
import { runCatalogue, summaryOf } from './catalogue.ts';
import { expectClean } from './expect-clean.ts';
import { startHono } from './servers/hono.ts';
import type { Control } from './service.ts';

/** A correct service that is said to be another: what is found then must be told. */
function declaredAs(control: Control, policy: NonNullable<Control['plan']['policy']>): Control {
  const checks = { profile: 'quick' as const, only: ['headers', 'cors/allowed-origin'] };
  return { ...control, plan: { ...control.plan, checks, policy: { ...control.plan.policy, ...policy } } };
}

test('a service that breaks its promises is no correct one', async () => {
  const control = await startHono();
  try {
    const exact = { 'x-promised': 'and never sent' };
    const broken = declaredAs(control, { headers: { endpoints: ['root'], exact } });
    expect(Object.keys(summaryOf(await runCatalogue(broken)).failed)).toEqual(['headers/exact']);
    await expect(expectClean(broken, { passes: 1 })).rejects.toThrow(/fails/);
    await expectClean(broken, { known: { 'headers/exact': 'declared wrongly' }, passes: 1 });
    const right = declaredAs(control, {});
    const stale = { known: { 'headers/exact': 'no longer so' }, passes: 1 };
    await expect(expectClean(right, stale)).rejects.toThrow(/known to be true/);
    await expect(expectClean(right, { passes: 1000 })).rejects.toThrow(/checks that pass/);
  } finally {
    await control.close();
  }
});
