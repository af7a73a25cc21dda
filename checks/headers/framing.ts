import type { Exchange } from '../../src/model/exchange.ts';
import { quote } from '../../src/model/text.ts';
import { directiveOf, enforcedPolicies } from '../../src/probe/headers/csp.ts';
import { type Defect, headerCheck, isPage } from '../../src/probe/headers/header-check.ts';
import { answerHeaders, headerList } from '../../src/probe/headers.ts';

/** Sources with which every site may show the page in a frame. */
const ANYBODY = new Set(['*', 'http:', 'https:', 'http://*', 'https://*']);

export const framing = headerCheck({
  id: 'headers/framing',
  cases: ['HDR-06'],
  title: 'No other site can show a page in a frame',
  severity: 'medium',
  why: 'A page in an invisible frame gets the clicks that a user means for something else.',
  remedy:
    "Send Content-Security-Policy: frame-ancestors 'none' or 'self', or X-Frame-Options: DENY or SAMEORIGIN.",
  references: [
    'https://www.w3.org/TR/CSP3/#directive-frame-ancestors',
    'https://html.spec.whatwg.org/multipage/document-lifecycle.html#the-x-frame-options-header',
  ],
  defect: (exchange, { policy }) => {
    const open = isPage(exchange) ? opening(exchange) : undefined;
    return open === undefined ? undefined : { ...open, note: policy.headers?.profile !== 'html' };
  },
  good: 'no page can be framed by others',
});

/** Where frame-ancestors is there, browsers look at nothing else. */
function opening(exchange: Exchange): Defect | undefined {
  const ancestors = enforcedPolicies(exchange).flatMap((policy) => {
    const sources = directiveOf(policy, 'frame-ancestors');
    return sources === undefined ? [] : [sources];
  });
  if (ancestors.length > 0) {
    const open = ancestors.every((sources) => sources.some((source) => ANYBODY.has(source)));
    return open ? { message: 'frame-ancestors allows everybody' } : undefined;
  }
  const options = headerList(answerHeaders(exchange), 'x-frame-options');
  if (options.length === 0) return { message: 'a page that every site can show in a frame' };
  // Several different values make browsers refuse, as one of these does.
  return options.some((value) => value === 'deny' || value === 'sameorigin')
    ? undefined
    : { message: `X-Frame-Options is ${quote(options.join(', '))}, which browsers ignore` };
}
