import { expect, test } from 'vitest';
import { inferAlgorithm, type Signs } from '../../../src/probe/rate-limit/algorithm.ts';

const MINUTE = { quota: 60, window: 60_000, elapsed: 300 };

test.each<[string, Signs, string]>([
  ['a window, by capacity and wait', { ...MINUTE, admitted: 60, retryAfter: 60_000 }, 'window'],
  ['a window that had begun before', { ...MINUTE, admitted: 60, retryAfter: 20_000 }, 'unknown'],
  ['a window, by what is back', { ...MINUTE, admitted: 60, remaining: 59, waited: 61_000 }, 'window'],
  ['a bucket that holds little', { ...MINUTE, admitted: 5, retryAfter: 1000 }, 'bucket'],
  [
    'a bucket that fills up meanwhile',
    { ...MINUTE, elapsed: 5000, admitted: 65, retryAfter: 1000 },
    'bucket',
  ],
  ['a bucket, by what flowed into it', { ...MINUTE, admitted: 5, remaining: 1, waited: 2000 }, 'bucket'],
  ['one sign alone', { ...MINUTE, admitted: 60 }, 'unknown'],
  ['signs that contradict', { ...MINUTE, admitted: 60, retryAfter: 1000 }, 'unknown'],
  [
    'a short window, whose wait rounding hides',
    { quota: 20, window: 2000, elapsed: 50, admitted: 20, retryAfter: 2000 },
    'unknown',
  ],
])('%s', (_, signs, wanted) => {
  expect(inferAlgorithm(signs)).toBe(wanted);
});
