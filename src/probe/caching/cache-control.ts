import type { Exchange } from '../../model/exchange.ts';
import { answerHeaders, headerList, headerValue } from '../headers.ts';

/** What an answer says of being kept (RFC 9111 section 5.2.2). */
export interface Keeping {
  has(directive: string): boolean;
  /** Seconds for which a shared cache, or a browser, may use it without asking; undefined where nothing is said. */
  readonly shared: number | undefined;
  readonly own: number | undefined;
}

export function keepingOf(exchange: Exchange): Keeping {
  const headers = answerHeaders(exchange);
  const directives = headerList(headers, 'cache-control').map((each) => each.replaceAll(' ', ''));
  const has = (name: string): boolean =>
    directives.some((each) => each === name || each.startsWith(`${name}=`));
  const seconds = (name: string): number | undefined => {
    const found = directives.map((each) => new RegExp(`^${name}="?(\\d+)`).exec(each)?.[1]);
    const value = found.find((each) => each !== undefined);
    return value === undefined ? undefined : Number(value);
  };
  const own = has('no-cache') ? 0 : (seconds('max-age') ?? expiresIn(exchange));
  return { has, own, shared: has('no-cache') ? 0 : (seconds('s-maxage') ?? own) };
}

/** True where a shared cache may keep the answer and use it for others without asking. */
export function isShared({ has, shared }: Keeping): boolean {
  return !has('no-store') && !has('private') && (shared ?? 0) > 0;
}

/** Seconds from the answer's date to `Expires`, where that is said and can be read. */
function expiresIn(exchange: Exchange): number | undefined {
  const headers = answerHeaders(exchange);
  const value = headerValue(headers, 'expires');
  if (value === undefined) return undefined;
  const [end, date] = [Date.parse(value), Date.parse(headerValue(headers, 'date') ?? '')];
  // What cannot be read means "already over" (RFC 9111 section 5.3).
  if (Number.isNaN(end)) return 0;
  return Number.isNaN(date) ? undefined : Math.max(0, (end - date) / 1000);
}
