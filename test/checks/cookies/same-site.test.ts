import { sameSite } from '../../../checks/cookies/same-site.ts';
import { cookieSuite, declaredCookies, SOUND, setting } from './suite.ts';

cookieSuite(
  sameSite,
  {
    severity: 'low',
    good: [
      'sid=abc; samesite=STRICT',
      'sid=abc; SameSite=None; Secure',
      'sid=abc; SameSite = Lax',
      [SOUND, 'lang=de; Path=/'],
    ],
    bad: [
      ['sid=abc; Path=/; HttpOnly'],
      ['sid=abc; SameSite=None', 'high'],
      ['sid=abc; SameSite=Always; Secure', 'high'],
      ['sid=abc; SameSite'],
      [[SOUND, 'widget=1; SameSite=None'], 'low'],
      [['lang=de; SameSite=Maybe', 'sid=abc; SameSite=None'], 'high'],
    ],
  },
  {
    'fails on any cookie where all are held to it': {
      outcome: 'fail',
      severity: 'low',
      web: setting([SOUND, 'lang=de; Path=/']),
      against: declaredCookies({ strict: true }),
    },
  },
);
