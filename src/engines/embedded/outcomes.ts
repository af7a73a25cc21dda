import type { ScenarioOutcome } from '../../model/engine.ts';

const MESSAGES_KEPT = 5;

/** The outcome of a scenario from those of its parts. Most users at once are added up, as if all parts peaked together. */
export function mergeOutcomes(
  life: Pick<ScenarioOutcome, 'name' | 'startedAt' | 'endedAt'>,
  parts: readonly ScenarioOutcome[],
): ScenarioOutcome {
  const sum = (value: (part: ScenarioOutcome) => number) =>
    parts.reduce((total, part) => total + value(part), 0);
  return {
    ...life,
    activeMs: Math.max(0, ...parts.map(({ activeMs }) => activeMs)),
    iterations: sum(({ iterations }) => iterations),
    queued: sum(({ queued }) => queued),
    dropped: sum(({ dropped }) => dropped),
    exceptions: {
      count: sum(({ exceptions }) => exceptions.count),
      messages: parts.flatMap(({ exceptions }) => exceptions.messages).slice(0, MESSAGES_KEPT),
    },
    maxVUsUsed: sum(({ maxVUsUsed }) => maxVUsUsed),
    throttledMs: sum(({ throttledMs }) => throttledMs),
    stopped: parts.find(({ stopped }) => stopped !== undefined)?.stopped,
  };
}
