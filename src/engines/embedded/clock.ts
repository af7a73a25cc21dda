/** Something that is to happen at an instant, in ms of the run's clock. */
interface Alarm {
  at: number;
  readonly ring: () => void;
}

export interface ClockOptions {
  readonly now: () => number;
  /** Grows whenever something else happens in this thread: a turn in which it did not was spent waiting. */
  readonly activity: () => number;
  /** Whether the last bit before an instant is spun away; without, it comes up to 1.5 ms late. */
  readonly spins: boolean;
  /** True while nothing is under way in this thread, so that it may sleep through the last bit, deaf to everything. */
  readonly isIdle?: () => boolean;
}

/** Timers wake up within this, in ms: they count whole milliseconds, from an instant a little back. */
const COARSE = 2;
/** A sleep ends so much late, in ms, and a little more rarely. */
const OVERSLEEP = 0.15;

/** Nobody ever wakes who sleeps on it. */
const PILLOW = new Int32Array(new SharedArrayBuffer(4));

/**
 * Wakes at an instant, to a few microseconds: a timer for most of the wait, then turns of the event loop, in which
 * answers are read as ever; where there are none to read, a short sleep. All instants of a thread share the one wait.
 */
export class Clock {
  /** Milliseconds spent in turns in which nothing happened. */
  spun = 0;
  readonly #options: ClockOptions;
  readonly #alarms: Alarm[] = [];
  readonly #wake = (): void => this.#turn();
  #timer: NodeJS.Timeout | undefined;
  #immediate: NodeJS.Immediate | undefined;
  /** The instant of the nearest alarm. */
  #nearest = Number.POSITIVE_INFINITY;
  #lastTurn = Number.NaN;
  #lastActivity = 0;

  constructor(options: ClockOptions) {
    this.#options = options;
  }

  /** Rings once, at `at` or soon after; never before this returned. The function that is returned takes it back. */
  alarm(at: number, ring: () => void): () => void {
    const alarm = { at, ring };
    this.#alarms.push(alarm);
    this.#rest();
    return () => {
      const index = this.#alarms.indexOf(alarm);
      if (index >= 0) this.#alarms.splice(index, 1);
    };
  }

  /** Waits for the nearest alarm, by a timer or by the next turn of the event loop. */
  #rest(): void {
    const { now, spins } = this.#options;
    this.#nearest = Number.POSITIVE_INFINITY;
    for (const alarm of this.#alarms) if (alarm.at < this.#nearest) this.#nearest = alarm.at;
    if (this.#nearest === Number.POSITIVE_INFINITY || this.#immediate !== undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const wait = this.#nearest - now();
    if (wait <= 0 || (spins && wait < COARSE)) {
      if (wait > OVERSLEEP && this.#options.isIdle?.()) this.#sleep(wait - OVERSLEEP);
      this.#immediate = setImmediate(this.#wake);
    } else {
      this.#lastTurn = Number.NaN;
      this.#timer = setTimeout(this.#wake, spins ? Math.floor(wait - COARSE + 1) : Math.ceil(wait));
    }
  }

  #turn(): void {
    this.#timer = undefined;
    this.#immediate = undefined;
    const now = this.#options.now();
    // In most turns nothing is due: those leave nothing behind.
    const isDue = this.#nearest <= now;
    this.#account(now, isDue);
    if (isDue) this.#ringAll(now);
    this.#rest();
  }

  /** Rings what is due, in the order of their instants. */
  #ringAll(now: number): void {
    const due = this.#alarms.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
    for (const alarm of due) this.#alarms.splice(this.#alarms.indexOf(alarm), 1);
    for (const { ring } of due) ring();
  }

  #sleep(milliseconds: number): void {
    Atomics.wait(PILLOW, 0, 0, milliseconds);
    this.#lastTurn = Number.NaN;
  }

  #account(now: number, isDue: boolean): void {
    const activity = this.#options.activity();
    const idle = !isDue && activity === this.#lastActivity;
    if (idle && !Number.isNaN(this.#lastTurn)) this.spun += now - this.#lastTurn;
    this.#lastTurn = now;
    this.#lastActivity = activity;
  }
}
