import { describe, expect, it } from 'vitest';
import { acceptsStatus, firstMiss, meets, valuesAt } from '../../src/http/expect.ts';
import type { Expectation } from '../../src/model/endpoint.ts';

const answer = {
  status: 200,
  headers: [
    ['Content-Type', 'application/json; charset=utf-8'],
    ['X-Remaining', '12'],
    ['Vary', 'Origin'],
    ['vary', 'Accept'],
  ] as const,
  body: '{"data":[{"id":1,"name":"a"},{"id":2,"name":"b"}],"total":2,"ok":true,"next":null}',
};

const cases: readonly [Expectation, string | undefined][] = [
  [{}, undefined],
  [{ status: 200 }, undefined],
  [{ status: [201, 200] }, undefined],
  [{ status: 404 }, 'status'],
  [{ headers: { 'content-type': { contains: 'application/json' } } }, undefined],
  [{ headers: { 'content-type': 'application/json' } }, 'header content-type'],
  [{ headers: { 'X-REMAINING': { min: 1, max: 20 } } }, undefined],
  [{ headers: { 'x-remaining': { max: 5 } } }, 'header x-remaining'],
  [{ headers: { vary: 'Origin, Accept' } }, undefined],
  [{ headers: { etag: { exists: true } } }, 'header etag'],
  [{ headers: { etag: { exists: false } } }, undefined],
  [{ headers: { vary: { exists: false } } }, 'header vary'],
  [{ json: { '$.total': 2, '$.ok': true, '$.next': null } }, undefined],
  [{ json: { '$.total': '2' } }, 'json $.total'],
  [{ json: { '$.data': { type: 'array', minLength: 1, maxLength: 2 } } }, undefined],
  [{ json: { '$.data': { minLength: 3 } } }, 'json $.data'],
  [{ json: { '$.data': { maxLength: 1 } } }, 'json $.data'],
  [{ json: { '$.total': { minLength: 1 } } }, 'json $.total'],
  [{ json: { '$.data[*].id': { type: 'number' } } }, undefined],
  [{ json: { '$.data[*].id': 1 } }, 'json $.data[*].id'],
  [{ json: { '$.data[0]': { equals: { name: 'a', id: 1 } } } }, undefined],
  [{ json: { '$.data[0]': { equals: { name: 'a' } } } }, 'json $.data[0]'],
  [{ json: { '$.data[0].name': { matches: '^[ab]$' } } }, undefined],
  [{ json: { '$.data[0].name': { matches: '^c' } } }, 'json $.data[0].name'],
  [{ json: { '$.missing': { exists: false } } }, undefined],
  [{ json: { '$.missing': { min: 1 } } }, 'json $.missing'],
  [{ json: { 'not a path': { exists: true } } }, 'json not a path'],
  [{ body: { contains: '"total":2', matches: 'name.*b' } }, undefined],
  [{ body: { contains: 'absent' } }, 'body contains'],
  [{ body: { matches: '^absent' } }, 'body matches'],
];

describe('expectations', () => {
  it.each(cases)('%j misses %s', (expectation, what) => {
    expect(firstMiss(expectation, answer)?.what).toBe(what);
    expect(meets(expectation, answer) === undefined).toBe(what === undefined);
  });

  it('says when the body is not JSON, with its text made harmless', () => {
    const miss = firstMiss({ json: { '$.a': 1 } }, { ...answer, body: '<html>\u001b[31m' });
    expect(miss?.what).toBe('json');
    expect(miss?.message).not.toContain('\u001b');
  });

  it.each([
    [undefined, 204, true],
    [undefined, 304, false],
    [304, 304, true],
    [[200, 404], 404, true],
    [[200, 404], 500, false],
  ])('status %j accepts %d: %s', (status, got, accepted) => {
    expect(acceptsStatus(status === undefined ? {} : { status }, got)).toBe(accepted);
  });

  it('finds values by JSONPath', () => {
    expect(valuesAt(answer.body, '$.data[*].id')).toEqual([1, 2]);
    expect(valuesAt('nothing', '$.data')).toEqual([]);
  });
});
