import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checks } from '../../checks/index.ts';
import { reporters } from '../../reporters/index.ts';
import { inFolders, ROOT, read } from './sources.ts';

const ids = checks.map((check) => check.id);

test('ids and catalogue rows of checks are unique', () => {
  expect(new Set(ids).size).toBe(ids.length);
  const cases = checks.flatMap((check) => check.cases);
  expect(new Set(cases).size).toBe(cases.length);
});

describe.each(checks.map((check) => [check.id, check] as const))('%s', (id, check) => {
  test('lives in the folder of its family, with a test beside it', () => {
    expect(existsSync(join(ROOT, 'checks', `${id}.ts`))).toBe(true);
    expect(existsSync(join(ROOT, 'test/checks', `${id}.test.ts`))).toBe(true);
  });
  test('says why, what to do, and where it is written', () => {
    expect(check.title).toMatch(/^[A-Z].*[^.]$/);
    expect(check.why.length).toBeGreaterThan(20);
    expect(check.remedy.length).toBeGreaterThan(20);
    expect(check.references.length).toBeGreaterThan(0);
  });
});

test('every file in checks/ that defines a check is in the index', () => {
  const defined = inFolders('checks')
    .filter((file) => /\bcases: \['/.test(read(file)))
    .map((file) => file.slice('checks/'.length, -'.ts'.length));
  expect(defined.filter((id) => !(ids as string[]).includes(id))).toEqual([]);
});

test('every reporter has a test', () => {
  for (const reporter of reporters)
    expect(existsSync(join(ROOT, 'test/reporters', `${reporter.id}.test.ts`)), reporter.id).toBe(true);
});
