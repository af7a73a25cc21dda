import { describe, expect, test } from 'vitest';
import { count, interval, measured, percent, seconds, significant } from '../../../reporters/text/units.ts';

describe('values for people', () => {
  test.each([
    [187.4, 'ms', '187 ms'],
    [61.24, 'ms', '61.2 ms'],
    [0.834, 'ms', '0.83 ms'],
    [12_340, 'ms', '12.3 s'],
    [0.0031, 'ratio', '0.31 %'],
    [0, 'ratio', '0 %'],
    [1, 'ratio', '100 %'],
    [0.99996, 'ratio', '99.996 %'],
    [0.0000123, 'ratio', '0.0012 %'],
    [2995, 'count', '2,995'],
    [12_345, 'count', '12.3k'],
    [1_234_567, 'count', '1.23M'],
    [6.2, 'per_second', '6.2/s'],
    [14.4, 'burn', '14.4×'],
    [0.000_123_4, 'number', '0.000123'],
    [null, 'ms', '–'],
  ] as const)('%s in %s is %s', (value, unit, text) => {
    expect(measured(value, unit)).toBe(text);
  });

  test.each([0.99999999, 0.995, 0.9999, 0.00000001, 0.5])(
    'a share of %s is neither none nor all',
    (share) => {
      expect(['0 %', '100 %']).not.toContain(percent(share));
    },
  );

  test.each([
    [[180, 194], 'ms', '180 – 194 ms'],
    [[9800, 12_000], 'ms', '9800 ms – 12 s'],
    [[null, 0.0295], 'ratio', '≤ 2.95 %'],
    [[0.99, null], 'ratio', '≥ 99 %'],
    [[5, 6], 'per_second', '5 – 6/s'],
    [[null, null], 'ms', '–'],
    [null, 'ms', '–'],
  ] as const)('the interval %j in %s is %s', (ends, unit, text) => {
    expect(interval(ends as [number | null, number | null] | null, unit)).toBe(text);
  });

  test.each([
    [47, '47 s'],
    [200, '3 min 20 s'],
    [120, '2 min'],
    [179.7, '3 min'],
  ] as const)('%s seconds are %s', (value, text) => expect(seconds(value)).toBe(text));

  test.each([
    [999_499, '999k'],
    [999_600, '1M'],
    [1e12, '1,000,000M'],
  ] as const)('%s counts as %s', (value, text) => expect(count(value)).toBe(text));

  test('negative numbers keep their sign, zero has none', () => {
    expect([significant(-12.34), significant(-0.00001), significant(-0)]).toEqual(['-12.3', '-0.00001', '0']);
  });
});
