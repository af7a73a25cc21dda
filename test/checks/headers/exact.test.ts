import { exact } from '../../../checks/headers/exact.ts';
import { declaring } from '../web.ts';
import { headerSuite } from './suite.ts';

const NAME = 'content-security-policy';
const VALUE = "frame-ancestors 'none'";
const declared = declaring({
  headers: { endpoints: ['items'], exact: { 'Content-Security-Policy': VALUE } },
});

headerSuite(
  exact,
  NAME,
  { good: [], bad: [], severity: 'medium' },
  {
    'passes on a correct service': { outcome: 'pass', against: declared },
    'leaves it open when the service is broken': {
      outcome: 'inconclusive',
      against: declared,
      web: { answer: () => ({ status: 500 }) },
    },
    'fails when it is absent': {
      outcome: 'fail',
      against: declared,
      message: /is absent/,
      web: { headers: () => ({}) },
    },
    'fails when it is another': {
      outcome: 'fail',
      severity: 'medium',
      against: declared,
      web: { headers: () => ({ [NAME]: "default-src 'unsafe-inline'" }) },
    },
    'fails when it is sent twice': {
      outcome: 'fail',
      against: declared,
      web: { headers: () => ({ [NAME]: [VALUE, VALUE] }) },
    },
    'leaves headers with checks of their own to these': {
      outcome: 'pass',
      against: declaring({ headers: { endpoints: ['items'], exact: { 'referrer-policy': 'origin' } } }),
    },
    'advises an API without a policy, and fails nothing': {
      outcome: 'pass',
      message: /is advised/,
      web: { headers: () => ({}) },
    },
    'does not apply to pages without a declared value': {
      outcome: 'not_applicable',
      against: declaring({ headers: { endpoints: ['items'], profile: 'html' } }),
    },
  },
);
