import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { checkProblems, matchesCheck, selectChecks } from '../../src/probe/select.ts';
import { checkOf } from './fake.ts';

const checks = [
  checkOf({ id: 'cors/null-origin' }),
  checkOf({ id: 'cors/prefix' }),
  checkOf({ id: 'cors/prefix-dot' }),
  checkOf({ id: 'jwt/expired', options: z.strictObject({ margin: z.number().optional() }) }),
];
const byProfile = [
  checkOf({ id: 'cors/null-origin', profile: 'quick' }),
  checkOf({ id: 'cors/prefix' }),
  checkOf({ id: 'jwt/replay', profile: 'deep' }),
];
const ids = (settings: Parameters<typeof selectChecks>[1]) =>
  selectChecks(checks, settings).map(({ id }) => id);

test.each([
  ['cors', 'cors/prefix', true],
  ['cors/*', 'cors/prefix', true],
  ['cors/prefix', 'cors/prefix', true],
  ['cors/prefix', 'cors/prefix-dot', false],
  ['*', 'jwt/expired', true],
  ['jwt', 'cors/prefix', false],
  ['cor', 'cors/prefix', false],
])('%s means %s: %s', (pattern, id, wanted) => {
  expect(matchesCheck(pattern, id)).toBe(wanted);
});

test.each([
  [{ profile: 'quick' }, ['cors/null-origin']],
  [{}, ['cors/null-origin', 'cors/prefix']],
  [{ profile: 'deep' }, ['cors/null-origin', 'cors/prefix', 'jwt/replay']],
  [{ profile: 'quick', only: ['jwt/replay'] }, ['jwt/replay']],
  [{ profile: 'quick', only: ['jwt'] }, []],
] as const)('the profile decides: %j', (settings, wanted) => {
  expect(selectChecks(byProfile, settings).map(({ id }) => id)).toEqual(wanted);
});

test.each([
  [{}, ['cors/null-origin', 'cors/prefix', 'cors/prefix-dot', 'jwt/expired']],
  [{ only: ['jwt', 'cors/prefix'] }, ['cors/prefix', 'jwt/expired']],
  [{ skip: ['cors/*'] }, ['jwt/expired']],
  [{ only: ['cors'], skip: ['cors/prefix'] }, ['cors/null-origin', 'cors/prefix-dot']],
  [{ only: [] }, []],
])('%j', (settings, wanted) => {
  expect(ids(settings)).toEqual(wanted);
});

describe('problems', () => {
  test('every pattern that means no check is named, with what was probably meant', () => {
    const problems = checkProblems(checks, {
      only: ['cors', 'cros'],
      skip: ['cors/nul-origin'],
      accept: [{ check: 'tls', reason: 'x', until: '2030-01-01' }],
    });
    expect(problems.map(({ path }) => path)).toEqual([
      'checks.only[1]',
      'checks.skip[0]',
      'checks.accept[0]',
    ]);
    expect(problems[0]!.message).toContain('Did you mean "cors"?');
    expect(problems[1]!.message).toContain('Did you mean "cors/null-origin"?');
    expect(problems[2]!.allowed).toContain('cors, jwt');
  });

  test('options of a check that takes none, that does not exist, or that takes others', () => {
    const problems = checkProblems(checks, {
      options: { 'cors/prefix': { a: 1 }, 'jwt/expird': {}, 'jwt/expired': { margin: 'x' } },
    });
    expect(problems.map(({ path }) => path)).toEqual([
      'checks.options["cors/prefix"]',
      'checks.options["jwt/expird"]',
      'checks.options["jwt/expired"].margin',
    ]);
  });

  test('none', () => {
    expect(checkProblems(checks, { only: ['cors'], options: { 'jwt/expired': { margin: 1 } } })).toEqual([]);
  });
});
