import { hsts } from '../../../checks/headers/hsts.ts';
import { declaring } from '../web.ts';
import { headerSuite, sending } from './suite.ts';

const NAME = 'strict-transport-security';

headerSuite(
  hsts,
  NAME,
  {
    secure: true,
    good: [
      'max-age=1000',
      'MAX-AGE="1000" ; includeSubDomains',
      'includeSubDomains;max-age=31536000;preload;',
    ],
    bad: [
      undefined,
      'max-age=999',
      'max-age=0',
      'includeSubDomains',
      'max-age=x',
      'max-age=1000; max-age=1000',
      ['max-age=1000', 'max-age=1000'],
    ],
    severity: 'medium',
  },
  {
    'does not apply over plain http': { outcome: 'not_applicable', web: sending(NAME, undefined) },
    'fails when preload is declared and missing': {
      outcome: 'fail',
      message: /lacks preload/,
      web: { secure: true },
      against: declaring({ headers: { endpoints: ['items'], hsts: { minAge: 1, preload: true } } }),
    },
    'fails when the exact value differs': {
      outcome: 'fail',
      message: /is declared/,
      web: { secure: true },
      against: declaring({
        headers: { endpoints: ['items'], exact: { 'Strict-Transport-Security': 'max-age=1' } },
      }),
    },
    'does not apply when it is not declared': {
      outcome: 'not_applicable',
      message: /policy\.headers\.hsts/,
      web: { secure: true },
      against: declaring({ headers: { endpoints: ['items'] } }),
    },
  },
);
