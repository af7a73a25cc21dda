import { expect, test } from 'vitest';
import { conceal, secretsOf } from '../../src/plan/secrets.ts';

const used = (name: string, path: string, value = 'value-of-it') => [{ name, path, value }];
const names = (plan: unknown, variables: ReturnType<typeof used> = []) =>
  secretsOf(plan, variables).map(({ name }) => name);

test.each([
  ['API_TOKEN', 'targets.canary.url', true],
  ['DB_PASSWORD', 'description', true],
  ['PLAIN', 'identities.users.key', true],
  ['PLAIN', 'identities.users.tokens[0]', true],
  ['PLAIN', 'targets.canary.headers.x-shared', true],
  ['CANARY_URL', 'targets.canary.url', false],
  ['CANARY_KEY_FILE', 'targets.canary.tls.key', false],
  ['ISSUER', 'identities.users.issuer', false],
])('%s at %s is secret: %s', (name, path, secret) => {
  expect(names({}, used(name, path))).toEqual(secret ? [name] : []);
});

test('keys and tokens that are written in the plan itself are secret too', () => {
  const plan = { identities: { a: { kind: 'jwt', key: 'literal-key' }, b: { tokens: ['t-one'] } } };
  expect(names(plan)).toEqual(['identities.a.key', 'identities.b.tokens[0]']);
});

test('the password of a URL is secret', () => {
  expect(secretsOf({ url: 'https://me:p%40ssw0rd@h.example/' }, []).map(({ value }) => value)).toEqual([
    'p%40ssw0rd',
    'p@ssw0rd',
  ]);
});

test('texts are concealed, the longest secret first', () => {
  const secrets = [
    { value: 'abcd', name: 'short' },
    { value: 'abcdef', name: 'long' },
  ];
  expect(conceal('abcdef abcd', secrets)).toBe('«long» «short»');
});
