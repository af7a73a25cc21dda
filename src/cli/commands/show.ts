import type { Argv } from 'yargs';
import { defineCommand } from '../command.ts';

interface Options {
  readonly run: string;
  readonly check: string | undefined;
}

/** `canary-gate show`: the findings of a stored run, with what was sent and what came back. */
export const showCommand = defineCommand<Options>({
  command: 'show <run> [check]',
  describe: 'Show the findings of a stored run, with curl lines that repeat them',
  examples: [
    ['show latest', 'what failed or stayed open in the newest run of canary-runs'],
    ['show latest cors/null-origin', 'one check, whatever it came to; a family or a row (CORS-O02) will do'],
    ['show canary-runs/<run-id> --json', 'as data'],
  ],
  builder: (yargs: Argv) =>
    yargs
      .positional('run', { type: 'string', demandOption: true, describe: 'Folder of a run, or `latest`' })
      .positional('check', {
        type: 'string',
        describe: 'Check, family or row; what failed or stayed open when left out',
      }) as unknown as Argv<Options>,
  run: async (given, io) => (await import('../show-findings.ts')).showFindings(given, io),
});
