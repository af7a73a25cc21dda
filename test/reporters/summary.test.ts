import { expect, test } from 'vitest';
import { burstSummary } from '../../reporters/summary.ts';
import { makeScenario } from './fixture.ts';

test('a burst adds up to five numbers', () => {
  const scenario = makeScenario({
    name: 'burst',
    requests: 101,
    outcomes: { ok: 97, '5xx': 2, timeout: 1, cut: 1 },
  });
  expect(burstSummary(scenario)).toEqual({
    scenario: 'burst',
    total: 100,
    successful: 97,
    failed: 3,
    success_rate: 97,
    average_latency_ms: 24.2,
  });
});

test('a burst that sent nothing has no rate and no latency', () => {
  const scenario = makeScenario({ requests: 0, outcomes: {}, latency: null });
  expect(burstSummary(scenario)).toMatchObject({ total: 0, success_rate: null, average_latency_ms: null });
});
