import { cookieCheck } from '../../src/probe/headers/cookies.ts';

export const secure = cookieCheck({
  id: 'cookies/secure',
  cases: ['CK-01'],
  title: 'Session cookies travel over https alone',
  severity: 'high',
  kind: 'policy',
  why: 'A cookie without Secure is sent over plain HTTP too, where anyone on the way can read it.',
  remedy: 'Set session cookies with Secure.',
  references: ['https://www.rfc-editor.org/rfc/rfc6265#section-4.1.2.5'],
  needs: ({ target }) =>
    target.secure ? undefined : 'the target is plain http, where a service may rightly leave Secure out',
  defect: ({ cookie, session }, { policy }) => {
    if (cookie.secure) return undefined;
    if (session) return { message: 'lacks Secure' };
    return { message: 'lacks Secure', severity: 'low', note: !policy.cookies?.strict };
  },
  good: 'every session cookie is Secure',
});
