import type { CheckContext } from '../../src/model/check.ts';
import { quote } from '../../src/model/text.ts';
import { type Baked, type CookieDefect, cookieCheck } from '../../src/probe/headers/cookies.ts';

export const sameSite = cookieCheck({
  id: 'cookies/same-site',
  cases: ['CK-03'],
  title: 'Cookies say which sites they are sent from',
  severity: 'low',
  kind: 'policy',
  why: 'Without SameSite it is up to the browser whether another site can make requests in the name of the user.',
  remedy:
    'Set SameSite=Lax or Strict; SameSite=None only where other sites need the cookie, and with Secure.',
  references: [
    'https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#section-5.6.7',
    'https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html',
  ],
  defect,
  good: 'SameSite is as it should be',
});

const KNOWN = ['lax', 'strict', 'none'];

/** `None` without `Secure` is refused by browsers (RFC 6265bis section 5.7), so the cookie is never there. */
function defect(
  { cookie, sameSite: value, session }: Baked,
  { policy }: CheckContext,
): CookieDefect | undefined {
  const severity = session ? ('high' as const) : ('low' as const);
  const given = value?.toLowerCase();
  if (given === 'none' && !cookie.secure)
    return { severity, message: 'is SameSite=None without Secure, which browsers refuse' };
  if (given !== undefined && !KNOWN.includes(given))
    return { severity, message: `has SameSite ${quote(value!)}, which browsers take for none at all` };
  if (given !== undefined) return undefined;
  return { severity: 'low', message: 'has no SameSite', note: !session && !policy.cookies?.strict };
}
