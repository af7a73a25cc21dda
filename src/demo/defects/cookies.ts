import type { DefectsByPlan } from './row.ts';

export const COOKIES_DEFECTS = {
  portal: [
    {
      id: 'cookie-not-secure',
      title: 'The session cookie lacks Secure',
      primary: 'cookies/secure',
      case: 'CK-01',
    },
    {
      id: 'cookie-readable',
      title: 'Scripts can read the session cookie',
      primary: 'cookies/http-only',
      case: 'CK-02',
    },
    {
      id: 'cookie-any-site',
      title: 'SameSite of the session cookie is no known word',
      primary: 'cookies/same-site',
      case: 'CK-03',
    },
    {
      id: 'cookie-prefix-broken',
      title: 'A __Host- cookie is for one path only',
      primary: 'cookies/prefixes',
      case: 'CK-04',
    },
    {
      id: 'cookie-for-suffix',
      title: 'The session cookie is for all of co.uk',
      primary: 'cookies/domain',
      case: 'CK-05',
    },
    {
      id: 'session-on-errors',
      title: 'A request without a token is answered 401 with a session cookie',
      primary: 'cookies/on-errors',
      case: 'CK-06',
    },
  ],
} as const satisfies DefectsByPlan;
