import type { InferredOptionTypes } from 'yargs';
import { defineCommand } from '../command.ts';

const options = {
  port: { type: 'number', requiresArg: true, default: 4010, describe: 'HTTP port on loopback' },
  'https-port': { type: 'number', requiresArg: true, default: 4011, describe: 'HTTPS port on loopback' },
  defect: { type: 'string', requiresArg: true, describe: 'Switch on one defect' },
  split: { type: 'string', requiresArg: true, describe: 'Share of canary and stable version, such as 5/95' },
  'list-defects': { type: 'boolean', default: false, describe: 'List the defects and leave' },
} as const;

type Options = InferredOptionTypes<typeof options>;

/** `canary-gate demo`: a correct API on loopback, with defects to be switched on. */
export const demoCommand = defineCommand<Options>({
  command: 'demo',
  describe: 'Run the demo service in the foreground',
  examples: [
    ['demo', 'a correct service on http://127.0.0.1:4010'],
    ['demo --defect cors-reflects-origin', 'with one defect'],
    ['demo --list-defects --json', 'what can be switched on, and which check or gate finds it'],
  ],
  options,
  run: async (given, io) => (await import('../run-demo.ts')).demoFromCommandLine(given, io),
});
