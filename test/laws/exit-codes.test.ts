import { expect, test } from 'vitest';
import { EXIT_CODES } from '../../src/verdict.ts';
import { read } from './sources.ts';

const ALL = EXIT_CODES.map(({ code }) => code);

test.each(['README.md', 'docs/cli.md'])('%s lists every exit code, and no other', (page) => {
  const rows = [...read(page).matchAll(/^\| ((?:`?\d+`?(?:, )?)+) \|/gm)].flatMap(
    ([, codes]) => (codes as string).match(/\d+/g) ?? [],
  );
  expect(rows.map(Number)).toEqual(ALL);
});
