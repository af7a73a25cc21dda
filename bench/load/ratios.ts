import type { Measurement } from './measurement.ts';
import { type Spread, spreadOf } from './spread.ts';

/** canary-gate divided by a peer, round by round. */
export interface Ratio {
  readonly peer: string;
  readonly cpuPerRequest: Spread | null;
  readonly perSecond: Spread | null;
}

export const OURS = 'canary-gate';

/** In the order in which the peers first appear; a round in which one of the two is missing is left out. */
export function ratiosOf(measurements: readonly Measurement[]): Ratio[] {
  const peers = [...new Set(measurements.map(({ peer }) => peer))].filter((peer) => peer !== OURS);
  return peers.map((peer) => ({
    peer,
    cpuPerRequest: spreadOf(quotients(measurements, peer, ({ cpuMicrosPerRequest }) => cpuMicrosPerRequest)),
    perSecond: spreadOf(quotients(measurements, peer, ({ perSecond }) => perSecond)),
  }));
}

function quotients(
  measurements: readonly Measurement[],
  peer: string,
  value: (measurement: Measurement) => number,
): number[] {
  return measurements
    .filter((it) => it.peer === OURS)
    .flatMap((ours) => {
      const theirs = measurements.find((it) => it.peer === peer && it.round === ours.round);
      return theirs === undefined ? [] : [value(ours) / value(theirs)];
    });
}
