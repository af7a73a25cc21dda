import type { Argv } from 'yargs';
import { defineCommand } from '../command.ts';

/** `canary-gate judge`: the verdict again, from stored evidence. */
export const judgeCommand = defineCommand<{ run: string }>({
  command: 'judge <run>',
  describe: 'Judge a stored run again, without the target',
  examples: [['judge canary-runs/<run-id>', 'same evidence, same verdict']],
  builder: (yargs: Argv) =>
    yargs.positional('run', {
      type: 'string',
      demandOption: true,
      describe: 'Folder of a run, or `latest`',
    }) as unknown as Argv<{ run: string }>,
  run: async (given, io) => (await import('../judge-again.ts')).judgeAgain(given, io),
});
