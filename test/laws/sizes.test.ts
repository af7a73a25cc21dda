import { describe, expect, test } from 'vitest';
import { inFolders, read } from './sources.ts';

const MOST_LINES = 300;

// The length of functions is Biome's to check: noExcessiveLinesPerFunction in biome.json.
describe('no file is longer than 300 lines', () => {
  test.each(inFolders('src', 'checks', 'reporters', 'scenarios', 'bench', 'test'))('%s', (file) => {
    expect(read(file).split('\n').length).toBeLessThanOrEqual(MOST_LINES + 1);
  });
});
