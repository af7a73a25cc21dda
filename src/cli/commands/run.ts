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
  engine: {
    type: 'string',
    requiresArg: true,
    default: 'embedded',
    describe: 'Load engine (canary-gate list engines)',
  },
  ...CHECK_OPTIONS,
  seed: {
    type: 'number',
    requiresArg: true,
    describe: 'Seed of every random choice; that of the plan when left out',
  },
  workers: {
    type: 'number',
    requiresArg: true,
    describe: 'Most threads that send; one less than there are processors when left out',
  },
  instances: {
    type: 'number',
    requiresArg: true,
    describe: 'With --engine k6: local processes that share the load',
  },
  demo: { type: 'boolean', default: false, describe: 'Start the demo service and run against it' },
  defect: {
    type: 'string',
    requiresArg: true,
    describe: 'With --demo: switch on one defect; it selects its own plan',
  },
  split: {
    type: 'string',
    requiresArg: true,
    describe: 'With --demo: share of canary and stable version, such as 5/95',
  },
} as const;

type Options = InferredOptionTypes<typeof options> & { plan: string | undefined };

/** `canary-gate run`: everything, and a verdict. */
export const runCommand = defineCommand<Options>({
  command: 'run [plan]',
  describe: 'Load, probe and judge a target',
  examples: [
    ['run', 'canary.plan.ts (or .js, .yaml, .json) of this folder'],
    ['run staging.plan.yaml --skip jwt', 'another plan, without one family of checks'],
    ['run --demo', 'the built-in scholarship plan against the demo service'],
    ['run --demo --plan portal --defect <id>', 'the same with a defect (canary-gate list defects)'],
    ['run --json > report.json', 'the report on stdout'],
  ],
  builder: (yargs: Argv) =>
    yargs.positional('plan', {
      type: 'string',
      describe: 'Plan file, or scholarship, portal, relay',
    }) as unknown as Argv<Options>,
  options,
  run: async (given, io) => (await import('../run-plan.ts')).runFromCommandLine(given, io),
});
