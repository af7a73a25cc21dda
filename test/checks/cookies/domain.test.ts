import { domain } from '../../../checks/cookies/domain.ts';
import { cookieSuite, declaredCookies, SOUND, setting } from './suite.ts';

cookieSuite(
  domain,
  {
    severity: 'high',
    good: [
      `${SOUND}; Domain=shop.example`,
      `${SOUND}; Domain=.app.shop.example`,
      `${SOUND}; Domain=127.0.0.1`,
      `${SOUND}; Domain=localhost`,
      `${SOUND}; Domain=`,
    ],
    bad: [
      [`${SOUND}; Domain=co.uk`],
      [`${SOUND}; Domain=.com`],
      [`${SOUND}; domain=GITHUB.IO`],
      [[SOUND, 'lang=de; Domain=com'], 'low'],
    ],
  },
  {
    'notes a domain where none is declared': {
      outcome: 'pass',
      message: /all of "shop\.example"/,
      web: setting(`${SOUND}; Domain=shop.example`),
      against: declaredCookies(),
    },
    'passes within the declared domain': {
      outcome: 'pass',
      message: /no cookie/,
      web: setting(`${SOUND}; Domain=app.shop.example`),
      against: declaredCookies({ domain: 'shop.example' }),
    },
    'fails beyond the declared domain': {
      outcome: 'fail',
      severity: 'high',
      web: setting(`${SOUND}; Domain=shop.example`),
      against: declaredCookies({ domain: 'app.shop.example' }),
    },
    'fails on a domain that only ends alike': {
      outcome: 'fail',
      web: setting(`${SOUND}; Domain=workshop.example`),
      against: declaredCookies({ domain: 'shop.example' }),
    },
  },
);
