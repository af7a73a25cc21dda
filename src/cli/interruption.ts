import { type InterruptSignal, type Io, SIGNAL_EXIT_CODES } from './io.ts';

export interface Interruption {
  /** Aborted by the first SIGINT or SIGTERM; the second one ends the process at once. */
  readonly abort: AbortSignal;
  /** 130 or 143 once a signal came. */
  readonly exitCode: () => number | undefined;
  readonly end: () => void;
}

/** Turns the first signal into an abort that keeps what was measured. */
export function interruption(io: Io): Interruption {
  const controller = new AbortController();
  let first: InterruptSignal | undefined;
  const end = io.onSignal((signal) => {
    if (first) io.exit(SIGNAL_EXIT_CODES[signal]);
    first = signal;
    io.stderr.write('\nStopping; what was measured is kept. Once more to leave at once.\n');
    controller.abort(signal);
  });
  return { abort: controller.signal, exitCode: () => first && SIGNAL_EXIT_CODES[first], end };
}
