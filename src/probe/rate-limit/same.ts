import type { Exchange } from '../../model/exchange.ts';
import { answerHeaders, headerValue } from '../headers.ts';

/** Whether two answers show the same thing: equal, or JSON with the same members; a page for everything does not. */
export function isSame(answer: Exchange, base: Exchange | undefined): boolean {
  if (!base?.response || !answer.response || answer.response.status !== base.response.status) return false;
  if (mediaType(answer) !== mediaType(base)) return false;
  const [one, other] = [answer.response.body, base.response.body];
  if (one === '') return false;
  return one === other || (shapeOf(one) !== undefined && shapeOf(one) === shapeOf(other));
}

function mediaType(exchange: Exchange): string | undefined {
  return headerValue(answerHeaders(exchange), 'content-type')?.split(';')[0]?.trim().toLowerCase();
}

/** Names of the members of a JSON object. */
function shapeOf(body: string): string | undefined {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return Object.keys(value).toSorted().join('\n');
  } catch {
    return undefined;
  }
}
