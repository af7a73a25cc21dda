import type { Argv, InferredOptionTypes } from 'yargs';
import { CHECK_OPTIONS } from '../check-options.ts';
import { defineCommand } from '../command.ts';

type Options = InferredOptionTypes<typeof CHECK_OPTIONS> & { plan: string | undefined };

/** `canary-gate plan`: what a run would do, and whether it could conclude; sends nothing. */
export const planCommand = defineCommand<Options>({
  command: 'plan [plan]',
  describe: 'Check a plan and its feasibility; sends nothing',
  examples: [
    ['plan', 'requests, seconds, rate per identity, and what each gate needs'],
    ['plan --profile deep', 'what the deep profile would take'],
    ['plan canary.plan.yaml --json', 'the same as data'],
  ],
  builder: (yargs: Argv) =>
    yargs.positional('plan', { type: 'string', describe: 'Plan file' }) as unknown as Argv<Options>,
  options: CHECK_OPTIONS,
  run: async (given, io) => (await import('../show-plan.ts')).showPlan(given, io),
});
