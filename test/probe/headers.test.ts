import { expect, test } from 'vitest';
import { headerList, headerValue, headerValues } from '../../src/probe/headers.ts';

const lines = [
  ['Vary', ' Origin , ,Accept'],
  ['vary', 'Accept-Encoding '],
  ['X', ''],
] as const;

test('lines are kept apart, joined, or taken apart', () => {
  expect(headerValues(lines, 'VARY')).toEqual(['Origin , ,Accept', 'Accept-Encoding']);
  expect(headerValue(lines, 'vary')).toBe('Origin , ,Accept, Accept-Encoding');
  expect(headerList(lines, 'vary')).toEqual(['origin', 'accept', 'accept-encoding']);
  expect(headerValue(lines, 'x')).toBe('');
  expect(headerValue(lines, 'y')).toBeUndefined();
});
