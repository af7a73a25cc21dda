import type { Check } from '../../../src/model/check.ts';
import type { CookiePolicy } from '../../../src/model/policy/cookies.ts';
import { type Answer, type Case, type Service, suite, undeclared } from '../web.ts';

export const SOUND = 'sid=abc; Path=/; Secure; HttpOnly; SameSite=Lax';

/** A service, over https, whose route for signing in sets these cookies. */
export function setting(lines: string | string[], secure = true): NonNullable<Case['web']> {
  return { secure, answer: signingIn(lines) };
}

export function signingIn(
  lines: string | string[],
): (request: { url?: string | undefined }) => Answer | undefined {
  return ({ url }) =>
    url === '/session' ? { status: 200, headers: { 'set-cookie': lines }, body: '{}' } : undefined;
}

/** Declares the route, and `sid` as the session. */
export function declaredCookies(policy: Partial<CookiePolicy> = {}): NonNullable<Case['against']> {
  return (against: Service) => ({
    ...against,
    policy: { ...against.policy, cookies: { endpoints: ['session'], session: ['sid'], ...policy } },
    endpoints: {
      ...against.endpoints,
      session: { method: 'POST', path: '/session', identity: 'users', safe: true },
    },
  });
}

type Row = readonly [lines: string | string[], severity?: NonNullable<Case['severity']>];

/** Tests a check of cookies by the lines that are right and wrong. */
export function cookieSuite(
  check: Check,
  {
    good,
    bad,
    severity,
    policy,
  }: {
    good: readonly (string | string[])[];
    bad: readonly Row[];
    severity: NonNullable<Case['severity']>;
    policy?: Partial<CookiePolicy>;
  },
  more: Readonly<Record<string, Case>> = {},
): void {
  const against = declaredCookies(policy);
  const passes = good.map((lines) => [
    `pass: ${JSON.stringify(lines)}`,
    { outcome: 'pass', web: setting(lines), against },
  ]);
  const fails = bad.map(([lines, own = severity]) => [
    `fail: ${JSON.stringify(lines)}`,
    { outcome: 'fail', web: setting(lines), against, severity: own },
  ]);
  suite(check, {
    'passes on a correct service': { outcome: 'pass', web: setting(SOUND), against },
    ...Object.fromEntries([...passes, ...fails]),
    'leaves it open when the session cookie never comes': {
      outcome: 'inconclusive',
      message: /never|no answer set/,
      web: setting('other=1; Path=/; Secure; SameSite=Lax'),
      against,
    },
    'leaves it open when the route is broken': {
      outcome: 'inconclusive',
      web: { secure: true, answer: ({ url }) => (url === '/session' ? { status: 500 } : undefined) },
      against,
    },
    'does not apply without a policy': {
      outcome: 'not_applicable',
      web: { secure: true },
      against: undeclared,
    },
    ...more,
  });
}
