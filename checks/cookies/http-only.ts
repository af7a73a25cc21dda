import { cookieCheck, needsSession } from '../../src/probe/headers/cookies.ts';

export const httpOnly = cookieCheck({
  id: 'cookies/http-only',
  cases: ['CK-02'],
  title: 'Scripts cannot read session cookies',
  severity: 'high',
  kind: 'policy',
  why: 'A script that gets into a page takes a cookie without HttpOnly along, and with it the session.',
  remedy: 'Set session cookies with HttpOnly.',
  references: ['https://www.rfc-editor.org/rfc/rfc6265#section-4.1.2.6'],
  needs: needsSession,
  defect: ({ cookie, session }) => (session && !cookie.httpOnly ? { message: 'lacks HttpOnly' } : undefined),
  good: 'every session cookie is HttpOnly',
});
