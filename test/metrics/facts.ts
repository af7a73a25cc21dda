import type { ScenarioFacts } from '../../src/metrics/totals.ts';

/** What an engine told of a scenario of five seconds. */
export const FACTS: ScenarioFacts = {
  name: 'browse',
  kind: 'load',
  executor: 'constant-arrival-rate',
  arm: 'canary',
  queued: 0,
  dropped: 0,
  maxVUsUsed: 1,
  plannedRate: 10,
  iterations: 50,
  exceptions: { count: 0, messages: [] },
  throttledMs: 0,
  seconds: 5,
};
