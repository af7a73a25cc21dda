import type { Exchange, HeaderLines } from '../../src/model/exchange.ts';
import { quote } from '../../src/model/text.ts';
import { type Defect, headerCheck } from '../../src/probe/headers/header-check.ts';
import { isDictionary, tokenOf } from '../../src/probe/headers/structured.ts';
import { answerHeaders, headerValue } from '../../src/probe/headers.ts';

/** Whether a value, all lines joined, is one that browsers understand; they ignore the header where it is not. */
const SYNTAX: Readonly<Record<string, (value: string) => boolean>> = {
  'cross-origin-opener-policy': isOne(
    'unsafe-none',
    'same-origin-allow-popups',
    'same-origin',
    'noopener-allow-popups',
  ),
  'cross-origin-embedder-policy': isOne('unsafe-none', 'require-corp', 'credentialless'),
  // No structured field: one of three words, to the letter.
  'cross-origin-resource-policy': (value) => ['same-origin', 'same-site', 'cross-origin'].includes(value),
  'permissions-policy': isDictionary,
};

export const isolationSyntax = headerCheck({
  id: 'headers/isolation-syntax',
  cases: ['HDR-08'],
  title: 'Headers that isolate pages are written so that browsers understand them',
  why: 'Browsers ignore Cross-Origin-*-Policy and Permissions-Policy without a word when they are misspelt.',
  remedy:
    'Send each of them once, with a value of its specification, e.g. Permissions-Policy: geolocation=().',
  references: [
    'https://html.spec.whatwg.org/multipage/browsers.html#cross-origin-opener-policies',
    'https://fetch.spec.whatwg.org/#cross-origin-resource-policy-header',
    'https://www.w3.org/TR/permissions-policy/#permissions-policy-http-header-field',
  ],
  everywhere: true,
  defect,
  good: 'those that are sent can be read',
});

function defect(exchange: Exchange): Defect | undefined {
  const headers = answerHeaders(exchange);
  const wrong = Object.keys(SYNTAX).find((name) => {
    const value = headerValue(headers, name);
    return value !== undefined && !SYNTAX[name]!(value);
  });
  return wrong === undefined
    ? oldFilter(headers)
    : { message: `${wrong} is ${quote(headerValue(headers, wrong)!, 200)}, which browsers ignore` };
}

/** Switched on filters of old browsers; nothing that is in use looks at it, so it is worth a note and no more. */
function oldFilter(headers: HeaderLines): Defect | undefined {
  const value = headerValue(headers, 'x-xss-protection');
  if (value === undefined || /^0(?:\s*;|\s*$)/.test(value)) return undefined;
  return { note: true, message: `X-XSS-Protection is ${quote(value)}, which no browser in use heeds` };
}

function isOne(...words: readonly string[]): (value: string) => boolean {
  return (value) => words.includes(tokenOf(value) ?? '');
}
