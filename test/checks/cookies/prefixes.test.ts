import { prefixes } from '../../../checks/cookies/prefixes.ts';
import { cookieSuite, declaredCookies, SOUND, setting } from './suite.ts';

cookieSuite(
  prefixes,
  {
    severity: 'low',
    good: [
      [SOUND, '__Host-csrf=x; Path=/; Secure'],
      [SOUND, '__Secure-lang=x; Path=/v1; Domain=shop.example; Secure'],
      [SOUND, 'my__Host-x=1; Path=/v1'],
      [SOUND, '__Host-old=; Path=/; Max-Age=0'],
    ],
    bad: [
      [[SOUND, '__Host-csrf=x; Path=/']],
      [[SOUND, '__Host-csrf=x; Path=/v1; Secure']],
      [[SOUND, '__Host-csrf=x; Secure']],
      [[SOUND, '__Host-csrf=x; Path=/; Secure; Domain=shop.example']],
      [[SOUND, '__Secure-lang=x; Path=/']],
    ],
  },
  {
    'fails more on a session': {
      outcome: 'fail',
      severity: 'high',
      web: setting('__Host-sid=abc; Path=/app; Secure; HttpOnly'),
      against: declaredCookies({ session: ['__Host-sid'] }),
    },
  },
);
