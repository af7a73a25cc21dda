import type { LoadScenario, ScenarioOutcome } from '../../model/engine.ts';
import type { Phase } from '../../model/sample.ts';
import { printable } from '../../model/text.ts';
import { CUT } from '../answers/raw.ts';
import { Escalation } from '../pacing/escalation.ts';
import { seeded } from '../requests/random.ts';
import type { Call } from './call.ts';
import { CutGroup } from './cut-group.ts';
import type { Line } from './exchange.ts';
import { Restraint } from './restraint.ts';
import type { LoadUse, Session } from './session.ts';
import type { Heap } from './shared.ts';

const MESSAGES_KEPT = 5;

/** Which part of a scenario is run here: that with number `index` of `of` parts. */
export interface Share {
  readonly index: number;
  readonly of: number;
}

/** What this thread has of a scenario. */
export interface Part {
  readonly share: Share;
  /** Iterations that all virtual users of the scenario share, wherever they run. */
  readonly iterations: Heap;
  /** The identity of a flood: it is one caller who asks too much. */
  readonly flooder: number;
}

/** One scenario while it runs: its state, its two ways to end, and its counts. */
export class Scene {
  readonly session: Session;
  readonly scenario: LoadScenario;
  readonly use: LoadUse;
  /** No new iterations once it has ended. */
  readonly halt = new CutGroup();
  /** Requests and waits under way end with it. */
  readonly cut = new CutGroup();
  /** For choices that belong to the scenario, not to one virtual user. */
  readonly random: () => number;
  readonly flooder: number;
  readonly share: Share;
  /** Those that may be under way. */
  readonly calls = new Set<Call>();
  /** Those for requests of scripts that are free. */
  readonly lines: Line[] = [];
  /** Set once the first iteration may begin. */
  setup: unknown;
  inSetup = false;
  iterations = 0;
  dropped = 0;
  /** Arrivals that waited for a virtual user to get free. */
  queued = 0;
  throttledMs = 0;
  /** How long iterations were begun, in ms. */
  activeMs = 0;
  /** Why no more iterations are begun, where that is not the plan's doing. */
  stopped: string | undefined;
  readonly restraint: Restraint;
  readonly escalation = new Escalation();
  readonly #shared: Heap;
  #winding: NodeJS.Timeout | undefined;
  #began = 0;
  #row = 0;
  #busy = 0;
  #mostBusy = 0;
  #exceptions = 0;
  readonly #messages: string[] = [];

  constructor(session: Session, scenario: LoadScenario, { share, iterations, flooder }: Part) {
    this.session = session;
    this.scenario = scenario;
    this.share = share;
    this.flooder = flooder;
    this.#shared = iterations;
    this.use = scenario.spec.kind === 'flood' ? 'flood' : 'load';
    this.restraint = new Restraint(session.job.now);
    this.random = this.seeded();
    this.#row = share.index;
    this.halt.add(() => this.wind());
  }

  /** Nothing new begins from here on; what is under way has `gracefulStop` left, then it is cut. */
  wind(): void {
    if (this.#winding || this.cut.isCut) return;
    this.#winding = setTimeout(() => this.end(), this.scenario.spec.gracefulStop);
  }

  /** Ends everything at once. */
  end(): void {
    this.cut.cut();
    // Before requests end: what waits for a virtual user must not begin when one gets free.
    this.halt.cut();
    for (const call of [...this.calls]) call.carrier?.fail(CUT);
    // Last: a halt that comes first winds down, and its timer would keep the process alive.
    clearTimeout(this.#winding);
  }

  get name(): string {
    return this.scenario.name;
  }

  get began(): number {
    return this.#began;
  }

  begin(now: number): void {
    this.#began = now;
  }

  /** Warm-up, and the requests of setup and teardown, count for nothing. */
  phase(intended: number): Phase {
    if (this.use === 'flood') return 'flood';
    return this.inSetup || intended < this.#began + this.scenario.spec.warmup ? 'warmup' : 'load';
  }

  /** The row of the data for the next iteration. */
  row(): Readonly<Record<string, string>> {
    const rows = this.scenario.data ?? [];
    if (rows.length === 0) return NO_ROW;
    const random = this.scenario.spec.data?.order === 'random';
    const index = random ? Math.floor(this.random() * rows.length) : this.#row % rows.length;
    this.#row += this.share.of;
    return rows[index] ?? NO_ROW;
  }

  /** Takes one of the iterations that all virtual users share; false when none is left. */
  take(): boolean {
    return this.#shared.take();
  }

  /** Numbers in [0, 1) for choices of one kind, repeatable by the run's seed, and others in each part. */
  seeded(...purpose: readonly string[]): () => number {
    const { index } = this.share;
    return seeded(this.session.job.seed, this.name, ...purpose, ...(index === 0 ? [] : [index]));
  }

  /** A virtual user became busy (1) or free (-1). */
  busy(change: 1 | -1): void {
    this.#busy += change;
    this.session.busy += change;
    this.#mostBusy = Math.max(this.#mostBusy, this.#busy);
  }

  /** No new iterations; what is under way has `gracefulStop` left. */
  stop(why: string): void {
    this.stopped ??= why;
    this.halt.cut();
  }

  threw(error: unknown): void {
    this.#exceptions += 1;
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    if (this.#messages.length < MESSAGES_KEPT) this.#messages.push(printable(text));
  }

  outcome(endedAt: number): ScenarioOutcome {
    return {
      name: this.name,
      startedAt: this.#began,
      endedAt,
      activeMs: this.activeMs,
      iterations: this.iterations,
      queued: this.queued,
      dropped: this.dropped,
      exceptions: { count: this.#exceptions, messages: this.#messages },
      maxVUsUsed: this.#mostBusy,
      throttledMs: Math.round(this.throttledMs),
      stopped: this.stopped,
    };
  }
}

const NO_ROW: Readonly<Record<string, string>> = {};
