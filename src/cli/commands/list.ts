import type { Argv } from 'yargs';
import { defineCommand } from '../command.ts';

const LISTS = ['checks', 'reporters', 'engines', 'gates', 'executors', 'defects'] as const;
export type ListName = (typeof LISTS)[number];

interface Options {
  what: ListName;
  plan: string | undefined;
}

/** `canary-gate list`: what there is, from the registries themselves. */
export const listCommand = defineCommand<Options>({
  command: 'list <what> [plan]',
  describe: 'List checks, reporters, engines, gates, executors or defects',
  examples: [
    ['list checks', 'every check with its severity, and what it costs by profile'],
    ['list checks canary.plan.ts', 'the same for a plan'],
    ['list defects --json', 'as data'],
  ],
  builder: (yargs: Argv) =>
    yargs
      .positional('what', { choices: LISTS, demandOption: true, describe: 'Catalogue' })
      .positional('plan', {
        type: 'string',
        describe: 'Plan whose requests and seconds are told of each check; the shipped ones when left out',
      }) as unknown as Argv<Options>,
  run: async (given, io) => (await import('../catalogue.ts')).printCatalogue(given, io),
});
