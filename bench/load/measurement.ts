import type { Reading } from './peers/peer.ts';
import type { Measured } from './usage.ts';

/** One run of one generator. */
export interface Measurement extends Reading {
  readonly peer: string;
  readonly round: number;
  /** What nginx counted in the same time. */
  readonly served: number;
  readonly perSecond: number;
  /** Of the generator's whole process tree, start-up included. */
  readonly cpuMicrosPerRequest: number;
  /** Busy share of one core, over the whole life of the process. */
  readonly cpuShare: number;
  readonly peakBytes: number | null;
}

export function measurementOf(
  run: { readonly peer: string; readonly round: number; readonly served: number },
  reading: Reading,
  { cpuSeconds, wallSeconds, peakBytes }: Measured,
): Measurement {
  return {
    ...run,
    ...reading,
    perSecond: reading.requests / reading.seconds,
    cpuMicrosPerRequest: (1e6 * cpuSeconds) / reading.requests,
    cpuShare: cpuSeconds / wallSeconds,
    peakBytes,
  };
}

/** A sentence when the tool and nginx do not agree, or not all went well; what was under way at the end may differ. */
export function doubtOf(measurement: Measurement, connections: number): string | undefined {
  const { peer, round, requests, served, errors } = measurement;
  const where = `${peer}, round ${round + 1}`;
  if (errors > 0) return `${where}: ${errors} of ${requests} requests went wrong`;
  if (Math.abs(served - requests) <= connections + 1) return undefined;
  return `${where}: it counted ${requests} requests, nginx ${served}`;
}
