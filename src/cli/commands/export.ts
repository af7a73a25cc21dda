import type { Argv, InferredOptionTypes } from 'yargs';
import { defineCommand } from '../command.ts';

export const EXPORT_TARGETS = ['k6', 'k6-operator'] as const;

const options = {
  out: { type: 'string', requiresArg: true, describe: 'File to write; stdout when left out' },
  floods: { type: 'boolean', default: false, describe: 'The floods of the plan, in place of its load' },
  parallelism: { type: 'number', requiresArg: true, describe: 'k6-operator: instances that share the load' },
  namespace: { type: 'string', requiresArg: true, describe: 'k6-operator: namespace of the test run' },
  image: {
    type: 'string',
    requiresArg: true,
    describe: 'k6-operator: image of k6, pinned; grafana/k6:2.2.0 when left out',
  },
  name: { type: 'string', requiresArg: true, describe: 'k6-operator: name of the test run' },
  results: {
    type: 'string',
    requiresArg: true,
    describe: 'k6-operator: volume:<claim>, or prometheus:<url of a remote-write receiver>',
  },
  secret: { type: 'string', requiresArg: true, describe: 'k6-operator: Secret that holds the variables' },
  separate: {
    type: 'boolean',
    describe: 'k6-operator: each instance on a node of its own, as it is unless --no-separate',
  },
} as const;

export type ExportOptions = InferredOptionTypes<typeof options> & {
  readonly target: (typeof EXPORT_TARGETS)[number];
  readonly plan: string | undefined;
};

/** `canary-gate export`: the load of a plan for those who run it elsewhere. */
export const exportCommand = defineCommand<ExportOptions>({
  command: 'export <target> [plan]',
  describe: 'Write the load of a plan for k6, or for many machines with the k6-operator',
  examples: [
    ['export k6 --out script.js', 'a script that plain k6 runs, on one machine or in Grafana Cloud'],
    ['export k6-operator --parallelism 4 --out run.yaml', 'manifests for Kubernetes, judged here afterwards'],
    [
      'export k6-operator --parallelism 4 --results prometheus:http://prometheus:9090',
      'the same, with results by remote write',
    ],
  ],
  builder: (yargs: Argv) =>
    yargs
      .positional('target', { choices: EXPORT_TARGETS, demandOption: true, describe: 'For whom' })
      .positional('plan', { type: 'string', describe: 'Plan file' }) as unknown as Argv<ExportOptions>,
  options,
  run: async (given, io) => (await import('../export-plan.ts')).exportPlan(given, io),
});
