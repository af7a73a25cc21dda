import { describe, expect, test } from 'vitest';
import { FILES, inFolders, read } from './sources.ts';

const texts = FILES.filter((file) => /\.(ts|js|json|md|yml|yaml)$|^\.ci\//.test(file));

/** Wall clock, randomness and output come in as arguments; these are the edges where they are taken from the platform. */
const PURE = ['src/model', 'src/stats', 'src/metrics', 'src/gates', 'checks', 'reporters'];
const IMPURE = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.|\bperformance\.now\(/;

describe('pure code takes clock, randomness and output as arguments', () => {
  test.each(inFolders(...PURE))('%s', (file) => {
    expect(
      read(file)
        .split('\n')
        .filter((line) => IMPURE.test(line) && !/^\s*(\*|\/\/|\/\*)/.test(line)),
    ).toEqual([]);
  });
});

test('no unfinished work is marked in the sources', () => {
  const marked = inFolders('src', 'checks', 'reporters', 'scenarios', 'test', 'bench')
    .filter((file) => !file.startsWith('test/laws/'))
    .filter((file) => /\b(TODO|FIXME|XXX)\b|\b(describe|test|it)\.(only|skip|todo)\(/.test(read(file)));
  expect(marked).toEqual([]);
});

test('the lock file names no registry host', () => {
  expect(read('package-lock.json')).not.toMatch(/"resolved"/);
});

test("no absolute path of a developer's machine is named", () => {
  const named = texts.filter(
    (file) => !file.startsWith('test/laws/') && /(^|[\s"'`(=])\/(work|home|root|Users)\//m.test(read(file)),
  );
  expect(named).toEqual([]);
});
