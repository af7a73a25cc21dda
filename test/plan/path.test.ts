import { expect, test } from 'vitest';
import { formatPath, parsePath, valueAt } from '../../src/plan/path.ts';

test.each([
  [['gates', 2], 'gates[2]'],
  [['endpoints', 'files', 'path'], 'endpoints.files.path'],
  [['endpoints', 'a', 'expect', 'json', '$.data[0].id'], 'endpoints.a.expect.json["$.data[0].id"]'],
  [['identities', 'users', 'quota', 0, 'limit'], 'identities.users.quota[0].limit'],
  [['targets', 'canary', 'headers', 'a "b"\\'], 'targets.canary.headers["a \\"b\\"\\\\"]'],
  [[], ''],
])('%j is written %s, and read again', (parts, text) => {
  expect(formatPath(parts)).toBe(text);
  expect(parsePath(text)).toEqual(parts);
});

test('the value at a path', () => {
  const data = { a: [{ b: 1 }], c: null };
  expect(valueAt(data, ['a', 0, 'b'])).toBe(1);
  expect(valueAt(data, ['a', 1, 'b'])).toBeUndefined();
  expect(valueAt(data, ['c', 'd'])).toBeUndefined();
});
