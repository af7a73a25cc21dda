import { expect, test } from 'vitest';
import type { Exchange, HeaderLines } from '../../../src/model/exchange.ts';
import { isFresh, isStorable } from '../../../src/probe/caching/freshness.ts';

const DATE = ['date', 'Thu, 01 Jan 2026 00:00:00 GMT'] as const;
const caching = (value: string): HeaderLines => [['cache-control', value]];

test.each<[string, HeaderLines, boolean, boolean]>([
  ['nothing', [], true, false],
  ['an age', caching('private, max-age=60'), true, true],
  ['an age in quotes', caching('max-age="60"'), true, true],
  ['an age for shared caches', caching('s-maxage=60'), true, true],
  ['no age', caching('max-age=0'), true, false],
  ['an age, but asked for again', caching('no-cache, max-age=60'), true, false],
  ['no-store', caching('max-age=60, no-store'), false, false],
  ['a date to come', [DATE, ['expires', 'Thu, 01 Jan 2026 00:01:00 GMT']], true, true],
  ['a date gone by', [DATE, ['expires', 'Wed, 31 Dec 2025 00:00:00 GMT']], true, false],
  ['no date at all', [DATE, ['expires', '0']], true, false],
])('%s', (_, headers, storable, fresh) => {
  const exchange = { response: { headers } } as unknown as Exchange;
  expect({ storable: isStorable(exchange), fresh: isFresh(exchange) }).toEqual({ storable, fresh });
});
