import { secure } from '../../../checks/cookies/secure.ts';
import { cookieSuite, declaredCookies, SOUND, setting } from './suite.ts';

const STICKY = 'AWSALB=x; Expires=Wed, 01 Jan 2098 00:00:00 GMT; Path=/';

cookieSuite(
  secure,
  {
    severity: 'high',
    good: [
      'sid=abc; path=/; SECURE; httponly',
      [SOUND, STICKY],
      [SOUND, 'old=; Path=/; Max-Age=0'],
      [SOUND, 'old=x; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT'],
    ],
    bad: [['sid=abc; Path=/; HttpOnly'], [['lang=de; Path=/', 'sid=abc; Path=/; HttpOnly; SameSite=Lax']]],
  },
  {
    'notes other cookies': {
      outcome: 'pass',
      message: /"AWSALB" lacks Secure/,
      web: setting([SOUND, STICKY]),
      against: declaredCookies(),
    },
    'fails lightly on other cookies where all are held to it': {
      outcome: 'fail',
      severity: 'low',
      web: setting([SOUND, STICKY]),
      against: declaredCookies({ strict: true }),
    },
    'does not apply over plain http': {
      outcome: 'not_applicable',
      message: /plain http/,
      web: setting('sid=abc; Path=/; HttpOnly', false),
      against: declaredCookies(),
    },
  },
);
