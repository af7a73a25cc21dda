import { httpOnly } from '../../../checks/cookies/http-only.ts';
import { cookieSuite, declaredCookies, SOUND, setting } from './suite.ts';

cookieSuite(
  httpOnly,
  {
    severity: 'high',
    good: ['sid=abc; HTTPONLY', [SOUND, 'csrf=readable-by-the-page; Path=/; Secure; SameSite=Strict']],
    bad: [['sid=abc; Path=/; Secure; SameSite=Lax']],
  },
  {
    'fails over plain http as well': {
      outcome: 'fail',
      web: setting('sid=abc; Path=/', false),
      against: declaredCookies(),
    },
    'does not apply where no session cookie is named': {
      outcome: 'not_applicable',
      message: /policy\.cookies\.session/,
      web: setting('sid=abc'),
      against: declaredCookies({ session: [] }),
    },
  },
);
