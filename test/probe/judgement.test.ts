import { expect, test } from 'vitest';
import type { Exchange } from '../../src/model/exchange.ts';
import { answered, failWith, inRole, outcomeOf } from '../../src/probe/judgement.ts';

const exchange = (status: number | undefined, change: object = {}): Exchange =>
  ({
    id: `x#${status}`,
    role: 'probe simple',
    ...(status && { response: { status } }),
    ...change,
  }) as unknown as Exchange;

test.each([
  [200, true],
  [404, true],
  [429, false],
  [500, false],
  [undefined, false],
])('%s is an answer of the service itself: %s', (status, wanted) => {
  expect(answered(exchange(status))).toBe(wanted);
});

test('half an answer is none', () => {
  const cut = exchange(200, { error: { code: 'ECONNRESET', message: '' } });
  expect(answered(cut)).toBe(false);
  expect(outcomeOf(cut)).toContain('ECONNRESET');
});

test('the worst comes first, and the others are counted', () => {
  const wrong = (status: number, severity?: 'low' | 'high') => ({
    exchange: exchange(status),
    message: `m${status}`,
    ...(severity && { severity }),
  });
  expect(failWith([])).toBeUndefined();
  expect(failWith([wrong(1, 'low'), wrong(2, 'high'), wrong(3, 'low')])).toEqual({
    outcome: 'fail',
    message: 'm2 (and 2 more)',
    severity: 'high',
    exchanges: ['x#2', 'x#1', 'x#3'],
  });
});

test('roles are known by their first word', () => {
  expect(inRole([exchange(200), exchange(201, { role: 'probing' })], 'probe')).toHaveLength(1);
});
