import { Histogram } from '../../metrics/histogram.ts';
import type { LoadJob, LoadScenario, ScenarioOutcome } from '../../model/engine.ts';
import { printable } from '../../model/text.ts';
import { type Arrivals, paceOf } from '../pacing/pacer.ts';
import { seededAt, weighted } from '../requests/random.ts';

const MESSAGES_KEPT = 5;
const MICROSECONDS = 1000;

/** What one process of k6 told of one scenario. */
export class SceneLedger {
  readonly scenario: LoadScenario;
  readonly pace: Arrivals | undefined;
  readonly lag = new Histogram();
  iterations = 0;
  throttledMs = 0;
  stopped: string | undefined;
  latencyFrom: ScenarioOutcome['latencyFrom'];
  /** In ms of the run's clock; undefined while nothing was told. */
  began: number | undefined;
  lastEnd = 0;
  readonly #job: Pick<LoadJob, 'seed' | 'endpoints' | 'pools'>;
  readonly #users = new Set<number>();
  readonly #drops: number[] = [];
  readonly #messages: string[] = [];
  #exceptions = 0;

  constructor(scenario: LoadScenario, job: Pick<LoadJob, 'seed' | 'endpoints' | 'pools'>) {
    this.scenario = scenario;
    this.#job = job;
    const pace = paceOf(scenario.spec);
    this.pace = pace.kind === 'arrivals' ? pace : undefined;
  }

  saw(vu: number, began: number): void {
    if (vu > 0) this.#users.add(vu);
    this.began = Math.min(this.began ?? began, began);
  }

  threw(message: string): void {
    this.#exceptions += 1;
    if (this.#messages.length < MESSAGES_KEPT) this.#messages.push(printable(message));
  }

  drop(at: number): void {
    this.#drops.push(at);
  }

  /** How many arrivals were dropped before an instant. */
  droppedBefore(at: number): number {
    let count = this.#drops.length;
    while (count > 0 && (this.#drops[count - 1] as number) >= at) count -= 1;
    return count;
  }

  lagged(milliseconds: number): void {
    this.lag.add(Math.max(0, milliseconds) * MICROSECONDS);
  }

  /** What a dropped arrival would have been: an endpoint drawn by weight, as those that were sent. */
  planned(): { readonly endpoint: string; readonly identityClass: string } {
    const { spec, name } = this.scenario;
    const entries = (spec.requests ?? []).map((entry) =>
      typeof entry === 'string' ? { endpoint: entry, weight: 1, identity: undefined } : entry,
    );
    const drawn = () => seededAt(this.#job.seed, name, 'dropped')(this.#drops.length);
    const entry =
      entries[
        entries.length > 1
          ? weighted(
              entries.map(({ weight }) => weight),
              drawn,
            )()
          : 0
      ];
    const endpoint = entry?.endpoint ?? 'iteration';
    const pool = entry?.identity ?? spec.identity ?? this.#job.endpoints[endpoint]?.identity;
    return {
      endpoint,
      identityClass: pool === undefined ? 'anonymous' : (this.#job.pools[pool]?.class ?? 'default'),
    };
  }

  outcome(endedAt: number): ScenarioOutcome {
    const { name, spec } = this.scenario;
    const startedAt = this.began ?? endedAt;
    const took = Math.max(0, this.lastEnd - startedAt);
    const isTimed = !('iterations' in spec);
    const planned = isTimed ? paceOf(spec).duration : took;
    return {
      name,
      startedAt,
      endedAt: Math.max(startedAt, this.lastEnd),
      activeMs:
        this.began === undefined ? 0 : isTimed ? Math.min(planned, Math.max(0, endedAt - startedAt)) : took,
      iterations: this.iterations,
      queued: 0,
      dropped: this.#drops.length,
      exceptions: { count: this.#exceptions, messages: this.#messages },
      maxVUsUsed: this.#users.size,
      throttledMs: Math.round(this.throttledMs),
      latencyFrom: this.latencyFrom,
      stopped: this.stopped,
    };
  }
}
