import type { Exchange } from '../../model/exchange.ts';
import { answerHeaders, headerList, headerValue } from '../headers.ts';

/** True for an answer that some cache may keep (RFC 9111 section 3). */
export function isStorable(exchange: Exchange): boolean {
  return !directives(exchange).includes('no-store');
}

/** True for one that says itself for how long it may be used again without asking (RFC 9111 section 4.2.1). */
export function isFresh(exchange: Exchange): boolean {
  const said = directives(exchange);
  if (said.includes('no-store') || said.includes('no-cache')) return false;
  const ages = said.filter((each) => /^(s-)?max-?age=/.test(each));
  if (ages.length > 0) return ages.some((each) => /="?0*[1-9]/.test(each));
  const expires = Date.parse(headerValue(answerHeaders(exchange), 'expires') ?? '');
  return expires > Date.parse(headerValue(answerHeaders(exchange), 'date') ?? '');
}

function directives(exchange: Exchange): readonly string[] {
  return headerList(answerHeaders(exchange), 'cache-control');
}
