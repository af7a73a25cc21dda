import { expect, test } from 'vitest';
import { runIdOf } from '../../src/evidence/run-id.ts';
import { STARTED } from './tools.ts';

test('names a run by its second and a suffix', () => {
  expect(runIdOf(STARTED, '4f9a2c')).toBe('20260131T101502Z-4f9a2c');
});

test('sorts by time', () => {
  const times = [1, 59_000, 3_600_000, 86_400_000 * 40].map((later) => STARTED + later);
  const ids = times.map((time) => runIdOf(time, 'aaaaaa'));
  expect([...ids].sort()).toEqual(ids);
});
