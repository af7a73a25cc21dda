import type { Argv } from 'yargs';
import { defineCommand } from '../command.ts';

const NAMES = ['plan', 'report'] as const;

/** `canary-gate schema`: JSON Schema of plan files or of `report.json`. */
export const schemaCommand = defineCommand<{ of: (typeof NAMES)[number] }>({
  command: 'schema [of]',
  describe: 'Print the JSON Schema of a plan or of a report',
  examples: [
    ['schema plan > plan.schema.json', 'for completion in editors: "$schema": "./plan.schema.json"'],
  ],
  builder: (yargs: Argv) =>
    yargs.positional('of', { choices: NAMES, default: 'plan', describe: 'Schema' }) as unknown as Argv<{
      of: (typeof NAMES)[number];
    }>,
  run: async ({ of }, io) => {
    const { jsonSchema } = await import('../../plan/jsonschema.ts');
    io.stdout.write(`${JSON.stringify(jsonSchema(of), null, 2)}\n`);
    return 0;
  },
});
