import type { Argv, InferredOptionTypes } from 'yargs';
import { defineCommand } from '../command.ts';

const options = {
  url: {
    type: 'string',
    requiresArg: true,
    describe: 'Base URL of your service; the demo service when left out',
  },
  yaml: { type: 'boolean', default: false, describe: 'Write the plan as YAML' },
  force: { type: 'boolean', default: false, describe: 'Overwrite files that exist' },
} as const;

type Options = InferredOptionTypes<typeof options> & { folder: string };

/** `canary-gate init`: a first plan and a scenario that run as they are. */
export const initCommand = defineCommand<Options>({
  command: 'init [folder]',
  describe: 'Write a first plan and one scenario that run as they are',
  examples: [
    ['init', 'canary.plan.ts and scenarios/browse.ts in this folder'],
    ['init gate --url https://staging.example.com', 'for a service, in another folder'],
    ['init --yaml', 'the plan as YAML'],
  ],
  builder: (yargs: Argv) =>
    yargs.positional('folder', {
      type: 'string',
      default: '.',
      describe: 'Where to write',
    }) as unknown as Argv<Options>,
  options,
  run: async (given, io) => (await import('../first-plan.ts')).writeFirstPlan(given, io),
});
