import type { Argv, InferredOptionTypes } from 'yargs';
import { defineCommand } from '../command.ts';

const options = {
  'k6-json': {
    type: 'array',
    string: true,
    requiresArg: true,
    describe: 'Result files of k6 (--out json=), or patterns of them',
  },
  prometheus: {
    type: 'string',
    requiresArg: true,
    describe:
      'Base URL of the Prometheus that instances of k6 wrote to; a token comes from CANARY_GATE_PROMETHEUS_TOKEN',
  },
  testid: { type: 'string', requiresArg: true, describe: 'With --prometheus: the tag of the run' },
  plan: { type: 'string', requiresArg: true, describe: 'Plan that the load was made from' },
  instances: { type: 'number', requiresArg: true, describe: 'How many instances of k6 there were' },
  wait: { type: 'string', requiresArg: true, describe: 'How long to wait for all of them, such as 5m' },
  out: { type: 'string', requiresArg: true, describe: 'Folder for the evidence; canary-runs' },
} as const;

type Options = InferredOptionTypes<typeof options> & { run: string | undefined };

/** `canary-gate judge`: the verdict again, from stored evidence; or on a load that ran on other machines. */
export const judgeCommand = defineCommand<Options>({
  command: 'judge [run]',
  describe: 'Judge a stored run again, or a load that k6 ran elsewhere',
  examples: [
    ['judge canary-runs/<run-id>', 'same evidence, same verdict'],
    [
      "judge --k6-json 'results/*.json.gz' --instances 4 --wait 5m",
      'a load of four machines, from their files',
    ],
    ['judge --prometheus http://127.0.0.1:9090 --testid <id>', 'the same from Prometheus'],
  ],
  builder: (yargs: Argv) =>
    yargs.positional('run', {
      type: 'string',
      describe: 'Folder of a run, or `latest`',
    }) as unknown as Argv<Options>,
  options,
  run: async (given, io) => (await import('../judge-source.ts')).judgeSource(given, io),
});
