import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    maxConcurrency: 5,
    hookTimeout: 20_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
