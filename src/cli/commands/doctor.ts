import { defineCommand } from '../command.ts';

/** `canary-gate doctor`: what this machine has for it. */
export const doctorCommand = defineCommand<object>({
  command: 'doctor',
  describe: 'Tell what is installed, and what each missing piece would give',
  examples: [
    ['doctor', 'Node.js, engines, and what this machine lets be measured'],
    ['doctor --json', 'the same as data'],
  ],
  run: async (given, io) => (await import('../doctor.ts')).printDoctor(given, io),
});
