import type { LoadJob, LoadScenario } from '../../model/engine.ts';
import type { Outcome, Phase, Sample } from '../../model/sample.ts';
import type { LoadSink } from '../../model/window.ts';
import { SceneLedger } from './ledger.ts';
import { DROPPED, type Point, pointOf } from './points.ts';
import { CUSTOM, END, ITERATION, READ_ON, REQUEST, type ToldIteration, type ToldRequest } from './told.ts';

export interface ReadingOptions {
  readonly job: Pick<LoadJob, 'arm' | 'seed' | 'endpoints' | 'pools' | 'transcript'>;
  /** By their names in k6. */
  readonly scenarios: Readonly<Record<string, LoadScenario>>;
  readonly sink: LoadSink;
  /** The wall clock at the run's origin, in ms. */
  readonly origin: number;
  /** Whether other processes run parts of the same scenarios. */
  readonly divided: boolean;
}

/** The script knows when its scenario began in whole milliseconds, cut off. */
const HALF = 0.5;

/** Makes samples of what one process of k6 tells, line by line. */
export class Reading {
  readonly ledgers: ReadonlyMap<string, SceneLedger>;
  readonly notes = new Map<string, number>();
  /** Requests so far. */
  requests = 0;
  /** Requests of streams that had an event, and those among all whose end nobody knows. */
  streams = 0;
  unknown = 0;
  /** Whether it told that there is no more. */
  isWhole = false;
  /** Lines that cannot be read. */
  broken = 0;
  readonly #options: ReadingOptions;
  /** By virtual user: messages that came, and the highest number among them. */
  readonly #counts = new Map<number, { came: number; last: number }>();

  constructor(options: ReadingOptions) {
    this.#options = options;
    this.ledgers = new Map(
      Object.entries(options.scenarios).map(([key, scenario]) => [
        key,
        new SceneLedger(scenario, options.job),
      ]),
    );
  }

  line(text: string): void {
    let point: Point | undefined;
    try {
      point = pointOf(text);
    } catch {
      this.broken += 1;
      return;
    }
    if (!point) return;
    if (point.metric === END) {
      this.isWhole = true;
      return;
    }
    const ledger = this.ledgers.get(point.tags['scenario'] ?? '');
    if (ledger) this.#take(ledger, point);
  }

  /** Messages that never came. */
  get lost(): number {
    let lost = 0;
    for (const { came, last } of this.#counts.values()) lost += last + 1 - came;
    return lost;
  }

  note(text: string): void {
    this.notes.set(text, (this.notes.get(text) ?? 0) + 1);
  }

  #take(ledger: SceneLedger, point: Point): void {
    if (point.metric === DROPPED) {
      this.#drop(ledger, point);
      return;
    }
    const told = JSON.parse(point.metadata['told'] ?? '{}') as ToldRequest & ToldIteration;
    this.#count(told);
    if (told.n >= 0) ledger.saw(told.vu, this.#beganOf(point, told));
    if (point.metric === REQUEST) this.#request(ledger, point, told);
    else if (point.metric === ITERATION) this.#iteration(ledger, point, told);
    else if (point.metric === CUSTOM) this.#custom(ledger, point, told);
  }

  #count({ vu, seq }: { readonly vu: number; readonly seq: number }): void {
    const count = this.#counts.get(vu) ?? { came: 0, last: -1 };
    this.#counts.set(vu, count);
    count.came += 1;
    count.last = Math.max(count.last, seq);
  }

  /** When the scenario of a message began, by the clock of its request where that tells; in ms since the origin. */
  #beganOf({ time }: Point, told: Partial<ToldRequest> & ToldIteration): number {
    const { since = 0, took = 0, into } = told;
    if (into === undefined) return told.began + HALF - this.#options.origin;
    return time - since - took - into - this.#options.origin;
  }

  #request(ledger: SceneLedger, point: Point, told: ToldRequest & ToldIteration): void {
    const { time, tags } = point;
    const ended = time - told.since - this.#options.origin;
    const started = ended - told.took;
    const began = this.#beganOf(point, told);
    const intended = this.#intendedOf(ledger, told, { started, began });
    const sample: Sample = {
      arm: this.#options.job.arm,
      phase: phaseOf(ledger.scenario, told.n, { intended, began }),
      scenario: ledger.scenario.name,
      endpoint: tags['endpoint'] ?? '',
      identityClass: tags['class'] ?? '',
      version: tags['version'] ?? '',
      outcome: tags['outcome'] as Outcome,
      status: Number(tags['status']),
      intended,
      started,
      ended,
      bytes: told.bytes,
      ...(told.connect === undefined ? {} : { connect: told.connect }),
      ...(told.firstByte === undefined ? {} : { firstByte: started + told.firstByte }),
      ...(told.firstEvent === undefined ? {} : { firstEvent: started + told.firstEvent }),
      ...(told.cause === undefined ? {} : { cause: told.cause }),
      tags: ledger.scenario.spec.tags,
    };
    this.#options.sink.record(sample);
    this.requests += 1;
    if (told.firstEvent !== undefined) this.streams += 1;
    if (told.cause === READ_ON) this.unknown += 1;
    ledger.throttledMs += told.held ?? 0;
    ledger.lastEnd = Math.max(ledger.lastEnd, ended);
    if (told.whole) ledger.iterations += 1;
    if (told.line) this.#transcribe(sample, told);
  }

  /**
   * When a request was due: for arrivals by the clock the instant of their number, those before it that were dropped
   * counted in. Everything else begins when it is asked for.
   */
  #intendedOf(
    ledger: SceneLedger,
    told: ToldRequest,
    { started, began }: { readonly started: number; readonly began: number },
  ): number {
    const { pace, scenario } = ledger;
    if (!pace || told.place > 0 || told.n < 0) return started;
    const held = told.held ?? 0;
    const before = ledger.droppedBefore(started - held);
    if (before > 0 && this.#options.divided) {
      ledger.latencyFrom = 'mixed';
      this.note(
        `${scenario.name}: latency = service from the first dropped arrival on: k6 does not say which ones its parts dropped`,
      );
      return started;
    }
    // The first of a ramp is due when its rate adds up to one.
    const first = scenario.spec.executor === 'ramping-arrival-rate' ? 1 : 0;
    const due = began + pace.at(told.n + before + first) + held;
    ledger.lagged(started - due);
    return Math.min(started, due);
  }

  #iteration(ledger: SceneLedger, { time }: Point, told: ToldIteration): void {
    if (told.ended) ledger.iterations += 1;
    if (told.threw !== undefined) ledger.threw(told.threw);
    if (told.note !== undefined) this.note(told.note);
    ledger.stopped ??= told.stopped;
    if (told.n >= 0) ledger.lastEnd = Math.max(ledger.lastEnd, time - this.#options.origin);
  }

  #custom(ledger: SceneLedger, { time, value, tags }: Point, { n }: { readonly n: number }): void {
    const at = time - this.#options.origin;
    const { name } = ledger.scenario;
    const phase = phaseOf(ledger.scenario, n, { intended: at, began: ledger.began ?? 0 });
    this.#options.sink.recordCustom({
      arm: this.#options.job.arm,
      phase,
      scenario: name,
      name: tags['name'] ?? '',
      at,
      value,
    });
  }

  /** k6 drops an arrival at once when no virtual user is free. */
  #drop(ledger: SceneLedger, { time, value }: Point): void {
    const at = time - this.#options.origin;
    for (let count = 0; count < value; count += 1) {
      const { endpoint, identityClass } = ledger.planned();
      ledger.drop(at);
      this.#options.sink.record({
        arm: this.#options.job.arm,
        phase: phaseOf(ledger.scenario, 0, { intended: at, began: ledger.began ?? 0 }),
        scenario: ledger.scenario.name,
        endpoint,
        identityClass,
        version: '',
        outcome: 'dropped',
        status: 0,
        intended: at,
        started: at,
        ended: at,
        bytes: 0,
        cause: 'no-free-vu',
        tags: ledger.scenario.spec.tags,
      });
    }
  }

  #transcribe(sample: Sample, { vu, line }: ToldRequest): void {
    if (!line) return;
    this.#options.job.transcript?.({
      at: new Date(this.#options.origin + sample.started).toISOString(),
      scenario: sample.scenario,
      vu,
      iteration: line.iteration,
      subject: line.subject,
      endpoint: sample.endpoint,
      method: line.method,
      path: line.path,
      status: sample.status,
      outcome: sample.outcome,
      latencyMs: sample.ended - sample.intended,
      ...(sample.cause === undefined ? {} : { cause: sample.cause }),
    });
  }
}

/** A request's phase goes by the beginning that its own message tells, since clocks of others differ by a little. */
function phaseOf(
  { spec }: LoadScenario,
  n: number,
  { intended, began }: { readonly intended: number; readonly began: number },
): Phase {
  if (spec.kind === 'flood') return 'flood';
  const { warmup } = spec;
  // The first request of a closed loop may seem to have been before, where that is known in whole milliseconds.
  return n < 0 || (warmup > 0 && intended < began + warmup) ? 'warmup' : 'load';
}
