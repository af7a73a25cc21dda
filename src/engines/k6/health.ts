import { Histogram } from '../../metrics/histogram.ts';
import type { GeneratorHealth } from '../../model/engine.ts';
import type { Reading } from './reading.ts';

const DROPS =
  'k6 drops an arrival at once when no virtual user is free, where the embedded engine lets as many wait as there are virtual users';
const FIRST_EVENTS =
  'k6 tells of no single event of a stream: the first came no later than the end of the stream, and is taken to have come then';
const UNENDED =
  'were complete, but their answers did not end: k6 reads on, and does not tell when or how they were complete, so they count neither for nor against';
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
  const sum = (count: (reading: Reading) => number) => readings.reduce((all, one) => all + count(one), 0);
  const unknown = sum((reading) => reading.unknown);
  const requests = sum((reading) => reading.requests);
  return {
    sendLagP99: lag.percentile(99) / 1000,
    eventLoopDelayP99: 0,
    cpu: cpu ?? 0,
    missedRate: unknown / Math.max(1, requests),
    workers: readings.length,
    notes: [
      ...notes,
      ...toldBy(readings),
      ...(dropped ? [DROPS] : []),
      ...(sum(({ streams }) => streams) > 0 ? [FIRST_EVENTS] : []),
      ...(unknown > 0 ? [`${unknown} streams ${UNENDED}`] : []),
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
