import { expect, test } from 'vitest';
import { Endpoint } from '../../../src/model/endpoint.ts';
import type { Exchange } from '../../../src/model/exchange.ts';
import { LimitPolicy } from '../../../src/model/policy/limits.ts';
import { coverageOf } from '../../../src/probe/rate-limit/coverage.ts';

const limits = ['agent', 'admin'].map((name) =>
  LimitPolicy.parse({ name, endpoint: 'list', identity: name, quota: 50, window: '5s', scope: 'subject' }),
);
const endpoints = { list: Endpoint.parse({ path: '/list' }) };

let sent = 0;
function exchange(status: number, role: string, facts: Exchange['facts'] = {}): Exchange {
  sent += 1;
  return {
    id: `rate-limit/quota#${sent}`,
    check: 'rate-limit/quota',
    role,
    arm: 'canary',
    at: sent,
    request: { method: 'GET', url: 'http://127.0.0.1/list', headers: [] },
    response: { status, headers: [], body: '', bodyBytes: 0, truncated: false },
    timing: { sent, ended: sent },
    facts: { limit: 'agent', class: 'agent', ...facts },
  };
}

test('counts what was served and rejected by limit and class, bursts in full', () => {
  const burst = { stage: 'first', attempt: 1, end: 'rejected', admitted: 50 };
  const exchanges = [
    exchange(200, 'burst', { ...burst, n: 1 }),
    exchange(429, 'burst', { ...burst, n: 51 }),
    exchange(200, 'neighbour subject', { class: 'student' }),
    exchange(429, 'varied'),
    exchange(404, 'varied'),
    exchange(429, 'half second', { before: 25 }),
  ];
  const rows = coverageOf(exchanges, { limits, endpoints, classOf: (pool) => `class of ${pool}` });
  expect(
    rows.map(({ limit, class: name, tried, admitted, rejected, other }) => [
      limit,
      name,
      tried,
      admitted,
      rejected,
      other,
    ]),
  ).toEqual([
    ['agent', 'agent', 'used up', 75, 3, 1],
    ['agent', 'student', 'within', 1, 0, 0],
    ['admin', 'class of admin', 'no', 0, 0, 0],
  ]);
});
