import { expect, test } from 'vitest';
import type { Exchange, HeaderLines } from '../../src/model/exchange.ts';
import { retryAfterOf } from '../../src/probe/retry-after.ts';

const DATE = ['Date', 'Thu, 01 Jan 2026 00:00:00 GMT'] as const;

const answer = (headers: HeaderLines): Exchange => ({
  id: 'x#1',
  check: 'x',
  role: 'probe',
  arm: 'canary',
  at: 0,
  request: { method: 'GET', url: '/', headers: [] },
  response: { status: 429, headers, body: '', bodyBytes: 0, truncated: false },
  timing: { sent: 0, ended: 1 },
});

test.each<[string, HeaderLines, object]>([
  ['nothing', [DATE], {}],
  ['seconds', [['Retry-After', '120']], { seconds: 120 }],
  ['zero', [['retry-after', '0']], { seconds: 0 }],
  ['a date', [DATE, ['Retry-After', 'Thu, 01 Jan 2026 00:01:30 GMT']], { seconds: 90 }],
  ['an asctime date', [DATE, ['Retry-After', 'Thu Jan  1 00:00:05 2026']], {}],
  ['a date that has passed', [DATE, ['Retry-After', 'Wed, 31 Dec 2025 23:59:59 GMT']], { seconds: 0 }],
  ['a date without anything to measure it by', [['Retry-After', 'Thu, 01 Jan 2026 00:01:30 GMT']], {}],
  [
    'twice the same',
    [
      ['Retry-After', '5'],
      ['Retry-After', '5'],
    ],
    { seconds: 5 },
  ],
])('%s is valid', (_, headers, wanted) => {
  const { fault, ...read } = retryAfterOf(answer(headers));
  expect(fault).toBeUndefined();
  expect(read).toMatchObject(wanted);
});

test.each<[string, HeaderLines]>([
  ['a fraction', [['Retry-After', '1.5']]],
  ['a negative number', [['Retry-After', '-1']]],
  ['text', [['Retry-After', 'soon']]],
  ['an ISO date', [['Retry-After', '2026-01-01T00:00:00Z']]],
  ['nothing at all', [['Retry-After', '']]],
  [
    'lines that disagree',
    [
      ['Retry-After', '5'],
      ['Retry-After', '6'],
    ],
  ],
])('%s is a fault', (_, headers) => {
  expect(retryAfterOf(answer(headers)).fault).toMatch(/^Retry-After: /);
});
