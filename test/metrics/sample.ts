import type { Sample } from '../../src/model/sample.ts';

/** A sample of 20 ms that starts on time, with whatever a test wants otherwise. */
export function sampleOf(facts: Partial<Sample> = {}): Sample {
  const intended = facts.intended ?? 0;
  return {
    arm: 'canary',
    phase: 'load',
    scenario: 'browse',
    endpoint: 'list',
    identityClass: 'member',
    version: '2.0',
    outcome: 'ok',
    status: 200,
    intended,
    started: intended,
    ended: intended + 20,
    bytes: 100,
    ...facts,
  };
}
