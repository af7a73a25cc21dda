import type { Argv } from 'yargs';
import { defineCommand } from '../command.ts';

const LISTS = ['checks', 'reporters', 'engines', 'gates', 'executors', 'defects'] as const;
export type ListName = (typeof LISTS)[number];

/** `canary-gate list`: what there is, from the registries themselves. */
export const listCommand = defineCommand<{ what: ListName }>({
  command: 'list <what>',
  describe: 'List checks, reporters, engines, gates, executors or defects',
  examples: [
    ['list checks', 'every check with its severity'],
    ['list defects --json', 'as data'],
  ],
  builder: (yargs: Argv) =>
    yargs.positional('what', {
      choices: LISTS,
      demandOption: true,
      describe: 'Catalogue',
    }) as unknown as Argv<{
      what: ListName;
    }>,
  run: async (given, io) => (await import('../catalogue.ts')).printCatalogue(given, io),
});
