import type { Exchange } from '../../src/model/exchange.ts';
import { quote } from '../../src/model/text.ts';
import { type Defect, headerCheck } from '../../src/probe/headers/header-check.ts';
import { answerHeaders, headerValues } from '../../src/probe/headers.ts';

const NAME = 'x-content-type-options';

export const nosniff = headerCheck({
  id: 'headers/nosniff',
  cases: ['HDR-01'],
  title: 'Every body is sent with X-Content-Type-Options: nosniff',
  why: 'Without it old browsers may take JSON that holds text of users for a script or a page.',
  remedy: 'Send X-Content-Type-Options: nosniff once, on every answer.',
  references: ['https://fetch.spec.whatwg.org/#x-content-type-options-header'],
  defect,
  good: 'X-Content-Type-Options is nosniff',
});

/** Browsers take the first value of all lines together: a second one, as of a proxy that adds its own, changes nothing. */
function defect(exchange: Exchange): Defect | undefined {
  if (exchange.response?.bodyBytes === 0) return undefined;
  const values = headerValues(answerHeaders(exchange), NAME).flatMap((value) => value.split(','));
  const [first, ...others] = values.map((value) => value.trim());
  if (first === undefined) return { message: 'X-Content-Type-Options is absent' };
  if (first.toLowerCase() !== 'nosniff') return { message: `X-Content-Type-Options is ${quote(first)}` };
  return others.length === 0 ? undefined : { note: true, message: 'X-Content-Type-Options is sent twice' };
}
