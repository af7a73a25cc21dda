import type { Exchange } from '../../src/model/exchange.ts';
import { quote } from '../../src/model/text.ts';
import { type Defect, headerCheck } from '../../src/probe/headers/header-check.ts';
import { answerHeaders, headerValues } from '../../src/probe/headers.ts';

/** Headers that are no lists: of several values no two readers need take the same one. */
const SINGLE = [
  'content-type',
  'strict-transport-security',
  'x-frame-options',
  'x-content-type-options',
  'cross-origin-opener-policy',
  'cross-origin-embedder-policy',
  'cross-origin-resource-policy',
  'content-disposition',
  'etag',
  'last-modified',
  'expires',
  'age',
  'location',
  'retry-after',
];

export const duplicates = headerCheck({
  id: 'headers/duplicates',
  cases: ['HDR-13'],
  title: 'No header is sent twice with values that contradict each other',
  kind: 'spec',
  why: 'Browsers, proxies and caches each take another of two values, so that the safe one is a matter of luck.',
  remedy:
    'Set each header in one place: in the service, or in the proxy before it, which must replace rather than add.',
  references: ['https://www.rfc-editor.org/rfc/rfc9110#section-5.3'],
  everywhere: true,
  defect,
  good: 'no header contradicts itself',
});

function defect(exchange: Exchange): Defect | undefined {
  const lines = answerHeaders(exchange);
  const twice = SINGLE.find((name) => new Set(headerValues(lines, name).map(normal)).size > 1);
  if (twice !== undefined) return { message: `${twice} is sent as ${listed(headerValues(lines, twice))}` };
  const caching = headerValues(lines, 'cache-control');
  const open = caching.some((value) => /(?:^|[\s,])public(?:$|[\s,;])/i.test(value));
  const closed = caching.some((value) => /(?:^|[\s,])(?:private|no-store)(?:$|[\s,;])/i.test(value));
  if (caching.length < 2 || !open || !closed) return undefined;
  return { message: `cache-control is sent as ${listed(caching)}` };
}

function listed(values: readonly string[]): string {
  return values.map((value) => quote(value)).join(' and ');
}

/** Case and blanks make no other value. */
function normal(value: string): string {
  return value
    .toLowerCase()
    .replaceAll(/\s*([;,=])\s*/g, '$1')
    .replace(/[;,]$/, '');
}
