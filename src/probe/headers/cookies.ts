import { createRequire } from 'node:module';
import type { Cookie } from 'tough-cookie';
import type { Check, CheckContext } from '../../model/check.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Judgement, Severity } from '../../model/finding.ts';
import { quote } from '../../model/text.ts';
import { answerHeaders, headerValues } from '../headers.ts';
import { answered, failWith, inconclusive, named, outcomeOf, pass } from '../judgement.ts';
import { ANSWERS, answering } from './answers.ts';

/** A cookie that an answer sets; one that it takes back is none. */
export interface Baked {
  readonly exchange: Exchange;
  readonly cookie: Cookie;
  /** Value of the attribute as sent, which the library keeps only where it knows it; undefined where there is none. */
  readonly sameSite: string | undefined;
  readonly session: boolean;
}

/** What is wrong with one cookie; a note is shown, and nothing is wrong. */
export interface CookieDefect {
  readonly message: string;
  readonly severity?: Severity;
  readonly note?: boolean;
}

export interface CookieCheck
  extends Pick<Check, 'cases' | 'title' | 'severity' | 'kind' | 'why' | 'remedy' | 'references'>,
    Partial<Pick<Check, 'needs'>> {
  readonly id: `cookies/${string}`;
  /** Undefined when the cookie is as it should be; `all` are the exchanges of the survey. */
  readonly defect: (
    baked: Baked,
    context: CheckContext,
    all: readonly Exchange[],
  ) => CookieDefect | undefined;
  readonly good: string;
}

/** A check on the cookies that the surveyed answers set. */
export function cookieCheck({ defect, good, needs, ...metadata }: CookieCheck): Check {
  return {
    ...ANSWERS,
    ...metadata,
    needs: (context) => needsCookies(context) ?? needs?.(context),
    judge: (exchanges, context) => {
      const found = cookiesOf(exchanges, context).flatMap((baked) => {
        const wrong = defect(baked, context, exchanges);
        return wrong === undefined
          ? []
          : [{ ...wrong, exchange: baked.exchange, message: told(baked, wrong) }];
      });
      const note = found.find((each) => each.note);
      return (
        failWith(found.filter((each) => !each.note)) ??
        doubtOf(exchanges, context) ??
        pass(note?.message ?? good, exchanges.filter(setsCookies))
      );
    },
  };
}

/** What must be declared before cookies are looked at; undefined when it is. */
export function needsCookies(context: CheckContext): string | undefined {
  if (context.policy.cookies === undefined)
    return 'declare policy.cookies: the endpoints that set them, and the names of session cookies';
  return answering(context).length === 0
    ? 'policy.cookies.endpoints names no endpoint that may be called'
    : undefined;
}

/** The same, and that a session cookie is named. */
export function needsSession(context: CheckContext): string | undefined {
  return context.policy.cookies?.session.length === 0
    ? 'declare policy.cookies.session: the names of cookies that stand for a signed-in user'
    : undefined;
}

/** Every cookie that an answer sets and does not take back. */
export function cookiesOf(exchanges: readonly Exchange[], { policy }: CheckContext): readonly Baked[] {
  return exchanges.flatMap((exchange) =>
    headerValues(answerHeaders(exchange), 'set-cookie').flatMap((line) => {
      const cookie = library().Cookie.parse(line);
      if (cookie === undefined || isTakenBack(cookie, exchange)) return [];
      const [, sameSite] = /;\s*samesite\s*(?:=\s*([^;]*))?/i.exec(line) ?? [];
      const session = policy.cookies?.session.includes(cookie.key) ?? false;
      return [{ exchange, cookie, sameSite: sameSite?.trim(), session }];
    }),
  );
}

/** Why nothing can be said: no answer, or a session cookie that was never set. */
function doubtOf(exchanges: readonly Exchange[], context: CheckContext): Judgement | undefined {
  const { endpoints = [], session = [] } = context.policy.cookies ?? {};
  const silent = exchanges.find(
    (exchange) =>
      exchange.role.startsWith('endpoint ') && endpoints.includes(nameOf(exchange)) && !answered(exchange),
  );
  if (silent !== undefined) return inconclusive(`${named(silent)} ${outcomeOf(silent)}`, [silent]);
  const seen = new Set(cookiesOf(exchanges, context).map(({ cookie }) => cookie.key));
  const missing = session.find((name) => !seen.has(name));
  if (missing === undefined) return undefined;
  return inconclusive(
    `no answer set the declared session cookie ${quote(missing)}`,
    exchanges.filter(setsCookies),
  );
}

function told({ exchange, cookie, session }: Baked, { message }: CookieDefect): string {
  return `${named(exchange)}: the ${session ? 'session ' : ''}cookie ${quote(cookie.key)} ${message}`;
}

/** Deletion: no value, no time left, or an end that lies before the answer's own date. */
function isTakenBack({ value, maxAge, expires }: Cookie, exchange: Exchange): boolean {
  if (value === '' || (typeof maxAge === 'number' && maxAge <= 0) || maxAge === '-Infinity') return true;
  if (!(expires instanceof Date) || maxAge !== null) return false;
  const [date = ''] = headerValues(answerHeaders(exchange), 'date');
  return expires.getTime() <= (Date.parse(date) || LONG_AGO);
}

/** Without a date of the answer: the beginning of 2000, since deletions mostly name 1970. */
const LONG_AGO = 946_684_800_000;

function setsCookies(exchange: Exchange): boolean {
  return headerValues(answerHeaders(exchange), 'set-cookie').length > 0;
}

function nameOf({ facts }: Exchange): string {
  return String(facts?.['endpoint'] ?? '');
}

const require = createRequire(import.meta.url);

/** Loaded by the first answer that sets a cookie. */
function library(): { Cookie: typeof Cookie } {
  return require('tough-cookie');
}
