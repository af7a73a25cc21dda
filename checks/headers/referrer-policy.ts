import type { Check, CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import { quote } from '../../src/model/text.ts';
import { type Defect, differs, headerCheck } from '../../src/probe/headers/header-check.ts';
import { answerHeaders, headerList } from '../../src/probe/headers.ts';

const NAME = 'referrer-policy';
const SAFE = ['no-referrer', 'same-origin', 'strict-origin', 'strict-origin-when-cross-origin'];
const UNSAFE = ['no-referrer-when-downgrade', 'origin', 'origin-when-cross-origin', 'unsafe-url'];

export const referrerPolicy: Check = headerCheck({
  id: 'headers/referrer-policy',
  cases: ['HDR-07'],
  title: 'Referrer-Policy keeps paths from other sites',
  why: 'A path or query that is passed on as Referer tells other sites what a user was looking at.',
  remedy: 'Send Referrer-Policy: no-referrer, same-origin, strict-origin or strict-origin-when-cross-origin.',
  references: ['https://www.w3.org/TR/referrer-policy/#parse-referrer-policy-from-header'],
  defect: (exchange, context) => differs(exchange, context, NAME) ?? leak(exchange, context),
  good: 'Referrer-Policy is safe',
});

/** Browsers take the last token that they know; without one they use strict-origin-when-cross-origin. */
function leak(exchange: Exchange, _: CheckContext): Defect | undefined {
  const known = headerList(answerHeaders(exchange), NAME).filter((token) =>
    [...SAFE, ...UNSAFE].includes(token),
  );
  const last = known.at(-1);
  if (last === undefined)
    return { note: true, message: 'Referrer-Policy is absent; browsers use strict-origin-when-cross-origin' };
  return SAFE.includes(last) ? undefined : { message: `Referrer-Policy is ${quote(last)}` };
}
