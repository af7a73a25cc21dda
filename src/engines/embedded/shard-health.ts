import { Histogram } from '../../metrics/histogram.ts';
import type { GeneratorHealth } from '../../model/engine.ts';
import type { EncodedHistogram } from '../../model/window.ts';

/** What one thread saw of itself; all of it adds up. */
export interface ShardHealth {
  /** Iterations that were due, and those of them that never began, by our own doing. */
  readonly planned: number;
  readonly missed: number;
  /** How late arrivals were sent although a virtual user was free, in microseconds. */
  readonly lag: EncodedHistogram;
  /** In ms. */
  readonly eventLoopDelayP99: number;
  /** Of this thread alone, in ms; what was spun away is in it. */
  readonly cpuMs: number;
  readonly spunMs: number;
  readonly elapsedMs: number;
  /** Things worth telling, with their counts. */
  readonly notes: readonly (readonly [text: string, count: number])[];
}

/** The health of the generator as a whole: lags of all threads, and the rest from the thread that is worst off. */
export function mergeHealth(parts: readonly ShardHealth[]): GeneratorHealth {
  const lag = new Histogram();
  for (const part of parts) lag.merge(part.lag);
  const planned = sum(parts, (part) => part.planned);
  return {
    sendLagP99: lag.percentile(99) / 1000,
    eventLoopDelayP99: most(parts, (part) => part.eventLoopDelayP99),
    cpu: most(parts, ({ cpuMs, spunMs, elapsedMs }) => share(cpuMs - spunMs, elapsedMs)),
    spin: most(parts, ({ spunMs, elapsedMs }) => share(spunMs, elapsedMs)),
    missedRate: planned === 0 ? 0 : sum(parts, (part) => part.missed) / planned,
    workers: parts.length,
    notes: notesOf(parts),
  };
}

function notesOf(parts: readonly ShardHealth[]): string[] {
  const counts = new Map<string, number>();
  for (const [text, count] of parts.flatMap(({ notes }) => notes))
    counts.set(text, (counts.get(text) ?? 0) + count);
  return [...counts].map(([text, count]) => (count > 1 ? `${text} (${count} times)` : text));
}

function sum(parts: readonly ShardHealth[], value: (part: ShardHealth) => number): number {
  return parts.reduce((total, part) => total + value(part), 0);
}

function most(parts: readonly ShardHealth[], value: (part: ShardHealth) => number): number {
  return Math.max(0, ...parts.map(value));
}

function share(milliseconds: number, elapsed: number): number {
  return Math.min(1, Math.max(0, milliseconds / Math.max(1, elapsed)));
}
