import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** They mostly wait, for windows of rate limits to end or tokens to expire. */
const WAITING = [
  'test/checks/jwt/**/*.test.ts',
  'test/checks/rate-limit/**/*.test.ts',
  'test/checks/budgets*.test.ts',
  'test/controls/**/*.test.ts',
  'test/scenarios/matrix-checks.test.ts',
  'test/cli/judge-files.test.ts',
];

/** They compare times, and have the machine for themselves. */
const MEASURING = ['test/engines/**/*parity*.test.ts', 'test/engines/parity/*.test.ts'];

/** They take minutes, and would leave the other processes idle at the end. */
const LONGEST = ['matrix-checks.test.ts', 'matrix-gates.test.ts', 'overshoot.test.ts'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) =>
      LONGEST.some((name) => moduleId.endsWith(name)) ? 0 : 1;
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}

export default defineConfig({
  test: {
    testTimeout: 60_000,
    maxConcurrency: 5,
    hookTimeout: 20_000,
    pool: 'forks',
    sequence: { sequencer: LongestFirst },
    // Groups run one after the other.
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
          // Files share their processes, which saves starting hundreds of them.
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: { name: 'measuring', include: MEASURING, maxWorkers: 1, sequence: { groupOrder: 2 } },
      },
    ],
  },
});
