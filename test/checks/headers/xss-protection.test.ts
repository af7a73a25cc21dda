import { xssProtection } from '../../../checks/headers/xss-protection.ts';
import { suite, undeclared } from '../web.ts';
import { sending } from './suite.ts';

const NAME = 'x-xss-protection';

suite(xssProtection, {
  'passes on 0, as of helmet': { outcome: 'pass', message: /absent or 0/, web: sending(NAME, '0') },
  'passes on 0 with a mode': { outcome: 'pass', message: /absent or 0/, web: sending(NAME, '0; mode=block') },
  'notes the old filter, and fails nothing': {
    outcome: 'pass',
    severity: 'info',
    message: /no browser in use/,
    web: sending(NAME, '1; mode=block'),
  },
  'does not apply without a policy': { outcome: 'not_applicable', against: undeclared },
});
