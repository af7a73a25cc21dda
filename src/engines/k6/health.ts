import { Histogram } from '../../metrics/histogram.ts';
import type { GeneratorHealth } from '../../model/engine.ts';
import type { Reading } from './reading.ts';

const DROPS =
  'k6 drops an arrival at once when no virtual user is free, where the embedded engine lets as many wait as there are virtual users';
const UNSEEN = 'how busy k6 was could not be seen on this system';

/** What is known of k6 as a generator: how late arrivals were, and how busy it kept the machine. */
export function healthOf(
  readings: readonly Reading[],
  cpu: number | undefined,
  notes: readonly string[],
): GeneratorHealth {
  const ledgers = readings.flatMap((reading) => [...reading.ledgers.values()]);
  const lag = new Histogram();
  for (const ledger of ledgers) lag.merge(ledger.lag);
  const dropped = readings.some((reading) =>
    [...reading.ledgers.values()].some((ledger) => ledger.outcome(0).dropped > 0),
  );
  const idle = ledgers
    .filter((ledger) => ledger.outcome(0).iterations === 0)
    .map(({ scenario }) => scenario.name);
  return {
    sendLagP99: lag.percentile(99) / 1000,
    eventLoopDelayP99: 0,
    cpu: cpu ?? 0,
    missedRate: 0,
    workers: readings.length,
    notes: [
      ...notes,
      ...toldBy(readings),
      ...(dropped ? [DROPS] : []),
      ...(cpu === undefined ? [UNSEEN] : []),
      ...[...new Set(idle)].map((name) => `${name}: k6 finished no iteration`),
    ],
  };
}

function toldBy(readings: readonly Reading[]): string[] {
  const counts = new Map<string, number>();
  for (const [text, count] of readings.flatMap(({ notes }) => [...notes]))
    counts.set(text, (counts.get(text) ?? 0) + count);
  return [...counts].map(([text, count]) => (count > 1 ? `${text} (${count} times)` : text));
}
