import { onErrors } from '../../../checks/cookies/on-errors.ts';
import type { Case, Lines } from '../web.ts';
import { cookieSuite, declaredCookies, SOUND, signingIn } from './suite.ts';

/** Signing in is as it should be, and errors carry these cookies. */
const onStatus = (wanted: number, line: string): NonNullable<Case['web']> => ({
  secure: true,
  answer: signingIn(SOUND),
  headers: (status): Lines => (status === wanted ? { 'set-cookie': line } : {}),
});
const against = declaredCookies();

cookieSuite(
  onErrors,
  { severity: 'low', good: [[SOUND, 'lang=de; Path=/']], bad: [] },
  {
    'fails when a 401 starts a session': {
      outcome: 'fail',
      severity: 'low',
      message: /401/,
      web: onStatus(401, SOUND),
      against,
    },
    'fails when a 404 for a token starts one': {
      outcome: 'fail',
      message: /404/,
      web: onStatus(404, SOUND),
      against,
    },
    'passes when a 401 ends a session': {
      outcome: 'pass',
      web: onStatus(401, 'sid=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT'),
      against,
    },
    'passes on cookies of a proxy': {
      outcome: 'pass',
      web: onStatus(401, '__cf_bm=x; Path=/; Secure; HttpOnly'),
      against,
    },
    'does not apply where no session cookie is named': {
      outcome: 'not_applicable',
      web: onStatus(401, SOUND),
      against: declaredCookies({ session: [] }),
    },
  },
);
