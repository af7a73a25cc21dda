import type { CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import { type Baked, type CookieDefect, cookieCheck, needsSession } from '../../src/probe/headers/cookies.ts';
import { sentHeader } from '../../src/probe/headers.ts';

export const onErrors = cookieCheck({
  id: 'cookies/on-errors',
  cases: ['CK-06'],
  title: 'An API that wants tokens starts no session when it refuses',
  severity: 'low',
  kind: 'policy',
  why: 'A session that every refused request starts fills the store, and can be planted on a user before signing in.',
  remedy: 'Start sessions at signing in alone (with express-session: saveUninitialized: false).',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html',
    'https://owasp.org/www-community/attacks/Session_fixation',
  ],
  needs: needsSession,
  defect,
  good: 'refusals set no session cookie',
});

/** Cookies of a proxy or of bot detection come with every answer, and are nobody's session. */
function defect(
  { exchange, session }: Baked,
  _: CheckContext,
  all: readonly Exchange[],
): CookieDefect | undefined {
  if (!session || !isRefusal(exchange, all)) return undefined;
  return { message: `is set by an error (${exchange.response!.status})` };
}

/** An error of what is asked for with a token, whether this request had one or was provoked without. */
function isRefusal(exchange: Exchange, all: readonly Exchange[]): boolean {
  const bearer =
    isBearer(exchange) ||
    (exchange.role === 'error 401' &&
      all.some((each) => isBearer(each) && each.request.url === exchange.request.url));
  return bearer && (exchange.response?.status ?? 0) >= 400;
}

function isBearer(exchange: Exchange): boolean {
  return sentHeader(exchange, 'authorization') !== undefined;
}
