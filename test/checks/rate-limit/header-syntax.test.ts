import { headerSyntax } from '../../../checks/rate-limit/header-syntax.ts';
import { HEADERS } from './service.ts';
import { suite } from './suite.ts';

suite(headerSyntax, {
  'fails on a fraction in Retry-After': {
    outcome: 'fail',
    service: { headers: () => ({ 'Retry-After': '1.5' }) },
    message: /1\.5/,
  },
  'fails on a negative number': {
    outcome: 'fail',
    service: { headers: ({ remaining }) => ({ 'RateLimit-Remaining': String(remaining - 1) }) },
    message: /-1/,
  },
  'fails on lines that disagree': {
    outcome: 'fail',
    service: { headers: () => ({ 'RateLimit-Limit': ['20', '30'] }) },
    message: /disagree/,
  },
  'fails on what is no structured field': {
    outcome: 'fail',
    service: { headers: () => ({ RateLimit: 'default;;r=1' }) },
    message: /structured field/,
  },
  'fails when the declared family is not sent': {
    outcome: 'fail',
    service: { headers: HEADERS.legacy, declared: { headers: 'draft-6' } },
    message: /draft-6/,
  },
  'passes without any headers': { outcome: 'pass', service: { headers: HEADERS.none } },
});
