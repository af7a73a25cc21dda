import type { Exchange } from '../../src/model/exchange.ts';
import { quote } from '../../src/model/text.ts';
import { type Defect, headerCheck } from '../../src/probe/header-check.ts';
import { answerHeaders, headerValue } from '../../src/probe/headers.ts';

export const xssProtection = headerCheck({
  id: 'headers/xss-protection',
  cases: ['HDR-09'],
  title: 'X-XSS-Protection is absent or switched off',
  severity: 'info',
  why: 'The filters that it switched on in old browsers could be used to break pages; no browser has them any more.',
  remedy: 'Leave X-XSS-Protection out, or send 0.',
  references: ['https://owasp.org/www-project-secure-headers/#x-xss-protection'],
  defect,
  good: 'X-XSS-Protection is absent or 0',
});

/** Worth a note, and no more: nothing that is in use looks at it. */
function defect(exchange: Exchange): Defect | undefined {
  const value = headerValue(answerHeaders(exchange), 'x-xss-protection');
  if (value === undefined || /^0(?:\s*;|\s*$)/.test(value)) return undefined;
  return { note: true, message: `X-XSS-Protection is ${quote(value)}, which no browser in use heeds` };
}
