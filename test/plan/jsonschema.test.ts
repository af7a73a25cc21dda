import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { jsonSchema, SCHEMAS } from '../../src/plan/jsonschema.ts';

const validators = new Map<string, ValidateFunction>();

function compile(name: (typeof SCHEMAS)[number]): ValidateFunction {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const validator = validators.get(name) ?? ajv.compile(jsonSchema(name));
  validators.set(name, validator);
  return validator;
}

test.each(SCHEMAS)('the schema of a %s is valid draft 2020-12', (name) => {
  expect(jsonSchema(name).$schema).toBe('https://json-schema.org/draft/2020-12/schema');
  expect(() => compile(name)).not.toThrow();
});

const withConnection = (connection: object) => ({
  name: 'a',
  targets: { canary: { url: 'http://127.0.0.1', connection } },
});
const MINIMAL = { name: 'a', targets: { canary: { url: 'http://127.0.0.1' } } };

test.each([
  [MINIMAL, true],
  [{ ...MINIMAL, gates: ['rate(5xx) <= 1%'] }, true],
  [{ ...MINIMAL, scenarios: { browse: './browse.ts' } }, true],
  [{ ...MINIMAL, gate: [] }, false],
  [withConnection({ protocol: 'h2', maxAge: '1m', maxRequests: 100 }), true],
  [withConnection({ maxAge: 60 }), false],
  [withConnection({ maxRequests: 0 }), false],
  [{ name: 'a' }, false],
  [{ ...MINIMAL, run: { minDuration: '5 minutes' } }, false],
])('%j is accepted: %s', (plan, accepted) => {
  expect(compile('plan')(plan)).toBe(accepted);
});

test.each(['scholarship', 'portal', 'relay'])('the shipped plan %s is accepted', async (name) => {
  const { default: plan } = await import(`../../scenarios/${name}.plan.ts`);
  const valid = compile('plan');
  expect(valid(JSON.parse(JSON.stringify(plan))), JSON.stringify(valid.errors)).toBe(true);
});
