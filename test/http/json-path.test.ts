import { query } from 'jsonpath-rfc9535';
import { describe, expect, it } from 'vitest';
import { select } from '../../src/http/json-path.ts';

const document: unknown = {
  ok: true,
  none: null,
  list: [{ id: 7 }, { id: 8, tags: ['a', 'b'] }],
  nested: { a: { b_1: 'deep' }, '0': 'a name' },
  length: 3,
};

const paths = [
  ...['$', '$.ok', '$.none', '$.list', '$.list[0]', '$.list[1].tags[1]', '$.nested.a.b_1', '$.length'],
  ...[
    '$.missing',
    '$.ok.x',
    '$.none.x',
    '$.list.length',
    '$.list.id',
    '$.list[2]',
    '$.list[1].tags[9]',
    '$[0]',
  ],
  ...['$.nested[0]', '$.toString', '$.list[0].constructor', '$.__proto__', '$.ok.length'],
  // The library's own: wildcards, filters, quoted names, descendants, slices, negative indexes.
  ...['$.list[*].id', '$.list[?@.id > 7].id', "$['ok']", '$..id', '$.list[0:1]', '$.list[-1].id'],
  ...['$.list[00]', '$.list[9999999999999999]', '$.', '$..', 'ok', '', '$ .ok', '$.list[ 0 ]', '$.9'],
];

describe('values at a JSONPath are those of the library, however they are found', () => {
  it.each(paths)('%s', (path) => {
    let expected: unknown[];
    try {
      expected = query(document as never, path);
    } catch {
      expected = [];
    }
    expect(select(document, path)).toEqual(expected);
    // Once more, now that the path is known.
    expect(select(document, path)).toEqual(expected);
  });

  it('there are none in what is no document', () => {
    expect(select(undefined, '$')).toEqual([]);
  });
});
