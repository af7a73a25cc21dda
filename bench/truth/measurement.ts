import { type Compared, compare, missedLevels } from './comparison.ts';
import { meanOf } from './delay.ts';
import type { DelayLog } from './delay-log.ts';
import { startTarget } from './delayed-target.ts';
import type { Peer, Told } from './peers/peer.ts';
import { type Level, type Percentiles, percentilesOf } from './percentiles.ts';
import type { Scenario } from './scenarios.ts';
import { demandedWaits } from './stalls.ts';
import { runTool } from './tool-run.ts';

/** One tool in one scenario. */
export interface Measurement {
  readonly tool: string;
  readonly loop: string;
  readonly latency: readonly Compared[];
  /** Plain service times, where the tool reports both. */
  readonly service?: readonly Compared[];
  /** Levels of `latency` that miss the bar. */
  readonly missed: readonly Level[];
  readonly notes: readonly string[];
  readonly server: ServerFacts;
}

/** What the server did in that run; milliseconds. */
export interface ServerFacts {
  readonly requests: number;
  /** Per second, from the first arrival to the last. */
  readonly rate: number;
  /** Delays from arrival to answer. */
  readonly applied: Percentiles;
  /** Applied minus wanted delay. */
  readonly late: Percentiles;
  /** Share of the time in which it was not on its core. */
  readonly blind: number;
}

/** A tool that left no result. */
export interface Failure {
  readonly tool: string;
  readonly failure: string;
}

/** Starts a fresh server, lets the tool load it, and holds what it tells against what the server did. */
export async function measure(
  peer: Peer,
  program: string,
  scenario: Scenario,
  seed: number,
): Promise<Measurement | Failure> {
  const { delay, stalls } = scenario;
  const target = await startTarget({ delay, ...(stalls && { stalls }), seed });
  const load = { ...scenario, url: target.url, meanDelay: meanOf(delay) };
  const [told] = await Promise.allSettled([runTool(peer, program, load)]);
  const log = await target.close();
  if (told.status === 'rejected') return { tool: peer.name, failure: String(told.reason.message) };
  return compose(peer, scenario, told.value, log);
}

function compose(peer: Peer, scenario: Scenario, told: Told, log: DelayLog): Measurement {
  const server = factsOf(log);
  const truth = demandedTruth(scenario) ?? server.applied;
  const latency = compare(told.percentiles, truth);
  return {
    tool: peer.name,
    loop: peer.loop,
    latency,
    ...(told.service && { service: compare(told.service, truth) }),
    missed: missedLevels(latency, scenario.bar),
    notes: told.notes ?? [],
    server,
  };
}

/** Where the target stalls, what users wait for is known from the demand; what arrived is not what was demanded. */
export function demandedTruth({ delay, stalls, rate, seconds }: Scenario): Percentiles | undefined {
  return stalls && percentilesOf(demandedWaits({ rate, seconds, delay: meanOf(delay) }, stalls));
}

function factsOf({ arrived, wanted, applied, blind }: DelayLog): ServerFacts {
  const span = arrived.reduce((most, at) => Math.max(most, at), 0) - (arrived.toSorted()[0] ?? 0);
  return {
    requests: arrived.length,
    rate: (1000 * (arrived.length - 1)) / span,
    applied: percentilesOf(applied),
    late: percentilesOf(applied.map((value, index) => value - (wanted[index] as number))),
    blind,
  };
}
