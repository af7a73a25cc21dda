import { PROFILES } from '../model/check.ts';

/** Options of every command that selects checks. */
export const CHECK_OPTIONS = {
  profile: {
    type: 'string',
    choices: PROFILES,
    requiresArg: true,
    describe: 'How thoroughly to probe; that of the plan when left out',
  },
  only: { type: 'string', requiresArg: true, describe: 'Only these checks or families, separated by commas' },
  skip: { type: 'string', requiresArg: true, describe: 'Not these checks or families' },
} as const;
