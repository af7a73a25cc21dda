import { expect, test } from 'vitest';
import { interpolate } from '../../src/plan/interpolate.ts';

const env = { HOST: 'h.example', EMPTY: '', KEY: 'k' };

test.each([
  ['https://${HOST}/v1', 'https://h.example/v1'],
  ['${NONE:-http://127.0.0.1:4010}', 'http://127.0.0.1:4010'],
  ['${EMPTY:-default}', 'default'],
  ['${HOST:-default}', 'h.example'],
  ['${NONE:-}', ''],
  ['$${HOST} and ${KEY}', '${HOST} and k'],
  ['$HOST {slot} $1', '$HOST {slot} $1'],
  ['${KEY}${KEY}', 'kk'],
])('%s becomes %s', (text, expected) => {
  const { data, problems } = interpolate({ a: [text, 1, null, true] }, env);
  expect(problems).toEqual([]);
  expect(data).toEqual({ a: [expected, 1, null, true] });
});

test.each([
  ['${NONE}', 'environment variable NONE is not set'],
  ['${EMPTY}', 'environment variable EMPTY is empty'],
  ['${a b}', '"${a b}" names no environment variable'],
  ['${}', '"${}" names no environment variable'],
])('%s is a problem that says where and what', (text, message) => {
  const { problems } = interpolate({ targets: { canary: { url: text } } }, env);
  expect(problems).toMatchObject([{ path: 'targets.canary.url', message }]);
  expect(problems[0]?.allowed).toBeTruthy();
});

test('what was used is told, with its place', () => {
  const { used } = interpolate({ identities: { users: { key: 'x${KEY}' } } }, env);
  expect(used).toEqual([{ name: 'KEY', value: 'k', path: 'identities.users.key' }]);
});
