/** What the command line may touch of the world; handed in, so that nothing else writes or exits. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Calls back on SIGINT and SIGTERM; returns how to stop listening. */
  readonly onSignal: (listener: (signal: InterruptSignal) => void) => () => void;
  /** Ends the process at once: the second Ctrl-C. */
  readonly exit: (code: number) => never;
}

export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export type InterruptSignal = 'SIGINT' | 'SIGTERM';

/** 128 + the number of the signal, as shells have it. */
export const SIGNAL_EXIT_CODES: Readonly<Record<InterruptSignal, number>> = { SIGINT: 130, SIGTERM: 143 };

/** The process itself. A reader that went away (`| head`) is no error: what is left to say is dropped. */
export function processIo(): Io {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    onSignal: (listener) => {
      const signals: readonly InterruptSignal[] = ['SIGINT', 'SIGTERM'];
      for (const signal of signals) process.on(signal, listener);
      return () => {
        for (const signal of signals) process.off(signal, listener);
      };
    },
    exit: (code) => process.exit(code),
  };
}

/** Colours are for terminals; `NO_COLOR` and `--no-color` forbid them, `FORCE_COLOR` asks for them. */
export function wantsColor(output: Output, env: Io['env'], option?: boolean): boolean {
  if (option !== undefined) return option;
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '') return env.FORCE_COLOR !== '0';
  return output.isTTY === true && env.TERM !== 'dumb';
}
