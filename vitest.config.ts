import { defineConfig } from 'vitest/config';

/** They mostly wait, for windows of rate limits to end or tokens to expire. */
const WAITING = [
  'test/checks/rate-limit/**/*.test.ts',
  'test/checks/budgets*.test.ts',
  'test/controls/**/*.test.ts',
  'test/scenarios/matrix-checks.test.ts',
  'test/cli/judge-files.test.ts',
];

/** They compare times, and have the machine for themselves. */
const MEASURING = ['test/engines/**/*parity*.test.ts', 'test/engines/parity/*.test.ts'];

export default defineConfig({
  test: {
    testTimeout: 60_000,
    maxConcurrency: 5,
    hookTimeout: 20_000,
    pool: 'forks',
    // Files share their processes, which saves starting hundreds of them. Groups run one after the other.
    isolate: false,
    projects: [
      {
        extends: true,
        test: { name: 'waiting', include: WAITING, maxWorkers: 4, sequence: { groupOrder: 0 } },
      },
      {
        extends: true,
        test: {
          name: 'working',
          include: ['test/**/*.test.ts'],
          exclude: [...WAITING, ...MEASURING],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'measuring',
          include: MEASURING,
          maxWorkers: 1,
          isolate: true,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
