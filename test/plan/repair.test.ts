import { expect, test } from 'vitest';
import { repair } from '../../src/plan/repair.ts';

const GOOD = {
  name: 'a',
  targets: { canary: { url: 'http://127.0.0.1' } },
  endpoints: { e: { path: '/' } },
  scenarios: { s: { executor: 'constant-vus', vus: 1, duration: '1s', requests: ['e'] } },
};

test('a right plan is left as it is', () => {
  expect(repair(GOOD)?.places).toEqual([]);
});

test.each([
  [{ ...GOOD, extra: 1 }, 'extra'],
  [{ ...GOOD, name: 'A b' }, 'name'],
  [{ ...GOOD, targets: {} }, 'targets'],
  [{ ...GOOD, scenarios: { s: { ...GOOD.scenarios.s, duration: 'x' } } }, 'scenarios.s.duration'],
  [{ ...GOOD, scenarios: { s: { ...GOOD.scenarios.s, vus: 'x' } } }, 'scenarios.s.vus'],
  [{ ...GOOD, scenarios: { ...GOOD.scenarios, t: 5 } }, 'scenarios.t'],
  [{ ...GOOD, gates: ['rate(5xx) <= 1%', 5] }, 'gates'],
  [{ ...GOOD, run: { proof: '96%' } }, 'run.proof'],
])('%j: only %s is changed', (plan, place) => {
  const repaired = repair(plan);
  expect(repaired?.places).toContain(place);
  expect(repaired?.plan.scenarios).toHaveProperty('s');
});

test.each([5, null, [], 'text', { ...GOOD, endpoints: 5 }])('%j cannot be repaired', (plan) => {
  expect(repair(plan)).toBeUndefined();
});
