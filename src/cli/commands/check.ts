import type { Argv, InferredOptionTypes } from 'yargs';
import { CHECK_OPTIONS } from '../check-options.ts';
import { defineCommand } from '../command.ts';

const options = {
  out: {
    type: 'string',
    requiresArg: true,
    default: 'canary-runs',
    describe: 'Folder for the evidence of runs',
  },
  ...CHECK_OPTIONS,
} as const;

type Options = InferredOptionTypes<typeof options> & { plan: string | undefined };

/** `canary-gate check`: the checks alone; with a URL in place of a plan, the passive ones. */
export const checkCommand = defineCommand<Options>({
  command: 'check [plan]',
  describe: 'Run the checks alone, of a plan or of a URL',
  examples: [
    ['check', 'every check that the plan of this folder allows'],
    ['check --only cors,headers', 'two families'],
    ['check https://api.example.com', 'without a plan: passive checks only'],
  ],
  builder: (yargs: Argv) =>
    yargs.positional('plan', {
      type: 'string',
      describe: 'Plan file, or an http(s) URL',
    }) as unknown as Argv<Options>,
  options,
  run: async (given, io) => (await import('../run-checks.ts')).checkFromCommandLine(given, io),
});
