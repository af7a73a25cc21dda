import { expect, test } from 'vitest';
import { burstSummary } from '../../src/run/burst-summary.ts';
import { makeScenario } from '../reporters/fixture.ts';

const END = '2026-11-20T19:45:47.000Z';

test('a burst adds up to five numbers', () => {
  const scenario = makeScenario({
    name: 'burst',
    requests: 101,
    outcomes: { ok: 97, '5xx': 2, timeout: 1, cut: 1 },
  });
  expect(burstSummary(scenario, END)).toEqual({
    scenario: 'burst',
    timestamp: END,
    total_queries: 100,
    successful: 97,
    failed: 3,
    success_rate_percent: 97,
    avg_latency_ms: 24.2,
  });
});

test('a burst that sent nothing has no rate and no latency', () => {
  const scenario = makeScenario({ requests: 0, outcomes: {}, latency: null });
  expect(burstSummary(scenario, END)).toMatchObject({
    total_queries: 0,
    success_rate_percent: null,
    avg_latency_ms: null,
  });
});
