import type { Argv } from 'yargs';
import { defineCommand } from '../command.ts';

interface Options {
  readonly run: string;
  readonly as: string;
}

/** `canary-gate report`: a stored report in another format. */
export const reportCommand = defineCommand<Options>({
  command: 'report <run>',
  describe: 'Print the report of a stored run in another format',
  examples: [
    ['report canary-runs/<run-id> --as junit', 'JUnit XML on stdout'],
    ['report latest', 'the newest run of canary-runs, for the terminal'],
  ],
  builder: (yargs: Argv) =>
    yargs.positional('run', {
      type: 'string',
      demandOption: true,
      describe: 'Folder of a run, or `latest`',
    }) as unknown as Argv<Options>,
  options: {
    as: {
      type: 'string',
      requiresArg: true,
      default: 'terminal',
      describe: 'Format (canary-gate list reporters)',
    },
  },
  run: async (given, io) => (await import('../print-report.ts')).printReport(given, io),
});
