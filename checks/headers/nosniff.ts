import type { Check, CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import { quote } from '../../src/model/text.ts';
import { type Defect, headerCheck } from '../../src/probe/header-check.ts';
import { answerHeaders, headerValues } from '../../src/probe/headers.ts';

const NAME = 'x-content-type-options';

export const nosniff: Check = headerCheck({
  id: 'headers/nosniff',
  cases: ['HDR-01'],
  title: 'Every body is sent with X-Content-Type-Options: nosniff',
  why: 'Without it old browsers may take JSON that holds text of users for a script or a page.',
  remedy: 'Send X-Content-Type-Options: nosniff once, on every answer.',
  references: ['https://fetch.spec.whatwg.org/#x-content-type-options-header'],
  defect,
  good: 'X-Content-Type-Options is nosniff',
});

function defect(exchange: Exchange, _: CheckContext): Defect | undefined {
  if (exchange.response?.bodyBytes === 0) return undefined;
  const values = headerValues(answerHeaders(exchange), NAME);
  if (values.length === 1 && values[0]?.toLowerCase() === 'nosniff') return undefined;
  if (values.length === 0) return { message: 'X-Content-Type-Options is absent' };
  return { message: `X-Content-Type-Options is ${values.map((value) => quote(value)).join(' and ')}` };
}
