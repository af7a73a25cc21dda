import { describe, expect, test } from 'vitest';
import { Endpoint } from '../../src/model/endpoint.ts';
import { needsData, requestOf } from '../../src/probe/caller.ts';
import { folderOf } from '../../src/probe/errors.ts';

const given = { subject: 'a b', random: () => 0.5 };

describe('the request of an endpoint', () => {
  test.each([
    ['a plain one', { path: '/a' }, { method: 'GET', path: '/a', headers: [] }],
    ['slots', { path: '/u/{subject}/{random}' }, { path: '/u/a%20b/89oqgw' }],
    [
      'JSON',
      { method: 'POST', path: '/a', body: { id: '{random}' } },
      { headers: [['content-type', 'application/json']], body: '{"id":"89oqgw"}' },
    ],
    [
      'JSON of its own kind',
      { path: '/a', body: [1], headers: { 'Content-Type': 'application/x+json' } },
      { headers: [['Content-Type', 'application/x+json']], body: '[1]' },
    ],
    ['text', { path: '/a', body: 'x=1' }, { headers: [], body: 'x=1' }],
  ])('%s', (_, endpoint, wanted) => {
    expect(requestOf(Endpoint.parse(endpoint), given)).toMatchObject(wanted);
  });
});

test.each([
  ['/a', false],
  ['/a/{subject}/{random}', false],
  ['/a/{id}', true],
  ['/a?x={row-id}', true],
])('%s needs data: %s', (path, wanted) => {
  expect(needsData({ path })).toBe(wanted);
});

test.each([
  ['/', '/'],
  ['/api/items', '/api/'],
  ['/api/items?x=/y', '/api/'],
  ['/api/{id}/x', '/api/'],
])('the folder of %s is %s', (path, wanted) => {
  expect(folderOf(path)).toBe(wanted);
});
