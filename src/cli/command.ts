import type { Argv, Options as YargsOptions } from 'yargs';
import type { Io } from './io.ts';

/** Options that every command has. */
export interface GlobalOptions {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly color?: boolean | undefined;
  readonly debug: boolean;
}

/** One command: its grammar is light and always loaded, what it does is imported when it runs. */
export interface Command {
  readonly command: string;
  readonly describe: string;
  readonly examples: readonly (readonly [command: string, description: string])[];
  /** Adds positional arguments. */
  readonly builder?: (yargs: Argv) => Argv;
  readonly options?: Readonly<Record<string, YargsOptions>>;
  /** Gives the exit code. */
  readonly run: (options: GlobalOptions & Readonly<Record<string, unknown>>, io: Io) => Promise<number>;
}

interface Definition<Options> extends Omit<Command, 'builder' | 'run'> {
  readonly builder?: (yargs: Argv) => Argv<Options>;
  readonly run: (options: GlobalOptions & Options, io: Io) => Promise<number>;
}

/** Types a command by its own options. */
export function defineCommand<Options>(definition: Definition<Options>): Command {
  return definition as unknown as Command;
}

/** The command line cannot be understood: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly exitCode = 2;
}
