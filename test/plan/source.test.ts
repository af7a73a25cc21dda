import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { PlanError } from '../../src/model/errors.ts';
import { readSource } from '../../src/plan/source.ts';

const folder = mkdtempSync(join(tmpdir(), 'canary-source-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

async function problems(path: string) {
  const error = await readSource(path).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(PlanError);
  return (error as PlanError).problems;
}

const YAML = `name: a
targets:
  canary: { url: x }
gates:
  - one
  - expression: two
    level: warn
`;

test.each([
  [['name'], 1],
  [['targets', 'canary', 'url'], 3],
  [['gates', 0], 5],
  [['gates', 1], 6],
  [['gates', 1, 'level'], 7],
  [['gates', 1, 'missing'], 6],
  [['targets', 'baseline'], 2],
  [[], 1],
])('%j is on line %d', async (path, line) => {
  const source = await readSource(file('lines.yaml', YAML));
  expect(source.line(path)).toBe(line);
});

test('JSON has lines too, and anchors and merges of YAML work', async () => {
  const json = await readSource(file('plan.json', '{\n\t"name": "a",\n\t"gates": [\n\t\t"one"\n\t]\n}'));
  expect(json.data).toEqual({ name: 'a', gates: ['one'] });
  expect(json.line(['gates', 0])).toBe(4);
  const yaml = await readSource(file('merge.yaml', 'a: &a { x: 1 }\nb: { <<: *a, y: 2 }\n'));
  expect(yaml.data).toMatchObject({ b: { x: 1, y: 2 } });
});

test.each([
  ['broken.yaml', 'name: a\nb: [', 2],
  ['twice.yaml', 'name: a\nname: b\n', 2],
  ['broken.json', '{\n"a": 1,}', 2],
])('%s is refused with its line', async (name, text, line) => {
  expect((await problems(file(name, text)))[0]).toMatchObject({ line });
});

test.each(['plan.toml', 'plan'])('%s is no plan file', async (name) => {
  expect((await problems(file(name, '')))[0]?.allowed).toContain('.yaml');
});

test('a file that is not there says how to get one', async () => {
  const [problem] = await problems(join(folder, 'none.yaml'));
  expect(problem).toMatchObject({ message: 'there is no such file' });
  expect(problem?.allowed).toContain('canary-gate init');
});

test('aliases that would explode are refused', async () => {
  const levels = Array.from(
    { length: 9 },
    (_, index) => `l${index + 1}: &l${index + 1} [${`*l${index}, `.repeat(9)}]`,
  );
  const [problem] = await problems(file('bomb.yaml', ['l0: &l0 [x]', ...levels].join('\n')));
  expect(problem?.message).toMatch(/alias/i);
});

test('a module gives its default export', async () => {
  const source = await readSource(file('plan.mjs', 'export default { name: "a" };'));
  expect(source.data).toEqual({ name: 'a' });
  expect(source.line(['name'])).toBeUndefined();
});

test.each([
  ['no-default.mjs', 'export const a = 1;', /no default export/],
  ['throws.mjs', 'throw new Error("not today");', /not today/],
  ['imports.mjs', 'import "./missing.mjs"; export default {};', /cannot be loaded/],
])('%s is refused', async (name, text, message) => {
  expect((await problems(file(name, text)))[0]?.message).toMatch(message);
});
