import { describe, expect, test } from 'vitest';
import { columns, padEnd, padStart, truncate, wrap } from '../../../reporters/terminal/layout.ts';

describe('layout', () => {
  test.each([
    ['', 0],
    ['abc', 3],
    ['é – ✔', 5],
    ['結果', 4],
    ['e\u0301', 1],
    ['\u001b[1;30;42mabc\u001b[0m', 3],
  ])('%j takes %i columns', (text, width) => expect(columns(text)).toBe(width));

  test.each([
    ['one two three', 8, ['one two', 'three']],
    ['abcdefghij', 4, ['abcd', 'efgh', 'ij']],
    ['a abcdefgh b', 4, ['a', 'abcd', 'efgh', 'b']],
    ['結果結果', 4, ['結果', '結果']],
    ['結', 1, ['結']],
    ['', 5, ['']],
  ])('%j in %i columns', (text, width, lines) => expect(wrap(text, width)).toEqual(lines));

  test('cuts with an ellipsis and pads by columns', () => {
    expect(truncate('abcdef', 4)).toBe('abc…');
    expect(truncate('結果結果', 5)).toBe('結果…');
    expect(padEnd('結', 4)).toBe('結  ');
    expect(padStart('結', 4)).toBe('  結');
  });
});
