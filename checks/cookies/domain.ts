import { parse } from 'tldts';
import type { CheckContext } from '../../src/model/check.ts';
import { quote } from '../../src/model/text.ts';
import { type Baked, type CookieDefect, cookieCheck } from '../../src/probe/headers/cookies.ts';

export const domain = cookieCheck({
  id: 'cookies/domain',
  cases: ['CK-05'],
  title: 'Cookies are for no wider domain than they need',
  severity: 'low',
  kind: 'policy',
  why: 'Every host of the domain of a cookie is sent it, those of other teams and forgotten ones included.',
  remedy: 'Leave Domain out, so that only the host itself gets the cookie, or name the narrowest domain.',
  references: ['https://www.rfc-editor.org/rfc/rfc6265#section-4.1.2.3', 'https://publicsuffix.org/'],
  defect,
  good: 'no cookie is for a wider domain than declared',
});

/** Which hosts a service has is not known here: only what is declared, and domains that are nobody's, can be wrong. */
function defect({ cookie, session }: Baked, { policy, target }: CheckContext): CookieDefect | undefined {
  const given = cookie.domain;
  if (given === null || given === target.host) return undefined;
  const severity = session ? ('high' as const) : ('low' as const);
  if (isPublicSuffix(given))
    return { severity, message: `is for ${quote(given)}, which is a public suffix: browsers refuse it` };
  const widest = policy.cookies?.domain?.toLowerCase();
  if (widest === undefined) return { note: true, message: `is for all of ${quote(given)}` };
  if (given === widest || given.endsWith(`.${widest}`)) return undefined;
  return { severity, message: `is for ${quote(given)}, and ${quote(widest)} is declared` };
}

/** Only domains that the list names: the library takes an unknown last label for a suffix as well. */
function isPublicSuffix(name: string): boolean {
  const { publicSuffix, isIcann, isPrivate } = parse(name, { allowPrivateDomains: true });
  return publicSuffix === name && (isIcann === true || isPrivate === true);
}
