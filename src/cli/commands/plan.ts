import type { Argv } from 'yargs';
import { defineCommand } from '../command.ts';

/** `canary-gate plan`: what a run would do, and whether it could conclude; sends nothing. */
export const planCommand = defineCommand<{ plan: string | undefined }>({
  command: 'plan [plan]',
  describe: 'Check a plan and its feasibility; sends nothing',
  examples: [
    ['plan', 'requests, seconds, rate per identity, and what each gate needs'],
    ['plan canary.plan.yaml --json', 'the same as data'],
  ],
  builder: (yargs: Argv) => yargs.positional('plan', { type: 'string', describe: 'Plan file' }),
  run: async (given, io) => (await import('../show-plan.ts')).showPlan(given, io),
});
