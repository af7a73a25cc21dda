import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { jsonSchema, SCHEMAS } from '../../src/plan/jsonschema.ts';

const compile = (name: (typeof SCHEMAS)[number]) =>
  new Ajv2020({ strict: false, validateFormats: false }).compile(jsonSchema(name));

test.each(SCHEMAS)('the schema of a %s is valid draft 2020-12', (name) => {
  expect(jsonSchema(name).$schema).toBe('https://json-schema.org/draft/2020-12/schema');
  expect(() => compile(name)).not.toThrow();
});

const MINIMAL = { name: 'a', targets: { canary: { url: 'http://127.0.0.1' } } };

test.each([
  [MINIMAL, true],
  [{ ...MINIMAL, gates: ['rate(5xx) <= 1%'] }, true],
  [{ ...MINIMAL, scenarios: { browse: './browse.ts' } }, true],
  [{ ...MINIMAL, gate: [] }, false],
  [{ name: 'a' }, false],
  [{ ...MINIMAL, run: { minDuration: '5 minutes' } }, false],
])('%j is accepted: %s', (plan, accepted) => {
  expect(compile('plan')(plan)).toBe(accepted);
});
