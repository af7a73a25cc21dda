import type { LoadJob, ScenarioOutcome } from '../../model/engine.ts';
import { mergeOutcomes } from '../embedded/outcomes.ts';
import type { Reading } from './reading.ts';

/** What became of every scenario, its parts put together. */
export function outcomesOf(
  job: Pick<LoadJob, 'scenarios' | 'now'>,
  readings: readonly Reading[],
): ScenarioOutcome[] {
  const now = job.now();
  return job.scenarios.map(({ name }) => {
    const parts = readings.flatMap(({ ledgers }) =>
      [...ledgers.values()]
        .filter(({ scenario }) => scenario.name === name)
        .map((ledger) => ledger.outcome(now)),
    );
    const begun = parts.filter(
      ({ iterations, dropped, exceptions }) => iterations + dropped + exceptions.count > 0,
    );
    const life = {
      name,
      startedAt: Math.min(now, ...begun.map(({ startedAt }) => startedAt)),
      endedAt: Math.max(0, ...(begun.length > 0 ? begun : [{ endedAt: now }]).map(({ endedAt }) => endedAt)),
    };
    return { ...mergeOutcomes(life, parts), latencyFrom: latencyFrom(parts) };
  });
}

function latencyFrom(parts: readonly ScenarioOutcome[]): ScenarioOutcome['latencyFrom'] {
  if (parts.every((part) => part.latencyFrom === undefined)) return undefined;
  return parts.every((part) => part.latencyFrom === 'actual') ? 'actual' : 'mixed';
}
