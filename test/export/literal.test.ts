import { expect, test } from 'vitest';
import { Expression, literal } from '../../src/export/literal.ts';

const VALUES: readonly unknown[] = [
  null,
  0,
  -1.5,
  true,
  '',
  'quotes " and \\ and `backticks` ${and} \n lines \u2028',
  [],
  {},
  [1, [2, [3]]],
  { plain: 1, 'not-plain': 2, '1st': 3, 'a b': { c: ['d'] } },
  { class: 'reserved', default: 'too' },
  Array.from({ length: 40 }, (_, index) => ({ number: index, text: 'long enough for a line of its own' })),
  JSON.parse('{"__proto__": {"x": 1}}'),
];

test.each(VALUES)('%j as source is the same value', (value) => {
  const read = new Function(`return ${literal(value)};`) as () => unknown;
  expect(JSON.stringify(read())).toBe(JSON.stringify(value));
});

test('what is undefined is left out, and expressions stand as they are', () => {
  expect(literal({ a: undefined, b: new Expression('secret("B")'), c: 1 })).toBe('{ b: secret("B"), c: 1 }');
});
