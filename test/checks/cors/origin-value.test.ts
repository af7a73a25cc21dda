import { originValue } from '../../../checks/cors/origin-value.ts';
import { ALLOWED, type Case, suite, undeclared } from '../web.ts';
import { CORRECT, setting } from './correct.ts';

const A = ALLOWED[0]!;
const WRONG: readonly [row: string, value: string | string[]][] = [
  ['CORS-P09', [A, A]],
  ['CORS-P09', ['*', A]],
  ['CORS-P09', `${A}, ${ALLOWED[1]}`],
  ['CORS-P09', `null ${A}`],
  ['CORS-P10', `${A}/`],
  ['CORS-P10', `${A}:443`],
  ['CORS-P10', 'app.shop.example'],
  ['CORS-P10', 'https://*.shop.example'],
  ['CORS-P10', 'https://App.shop.example'],
];
const wrong = WRONG.map(([row, value]): [string, Case] => [
  `fails when it is ${value}`,
  {
    outcome: 'fail',
    severity: 'medium',
    cases: [row],
    web: { cors: setting({ 'access-control-allow-origin': value }) },
  },
]);

suite(originValue, {
  ...CORRECT,
  ...Object.fromEntries(wrong),
  'passes where another origin is always granted': {
    outcome: 'pass',
    web: { cors: setting({ 'access-control-allow-origin': 'https://other.example:8443' }) },
  },
  'passes where none is granted': {
    outcome: 'pass',
    web: { cors: setting({ 'access-control-allow-origin': undefined }) },
  },
  'passes without a policy': { outcome: 'pass', against: undeclared },
  'leaves it open when the service is broken': {
    outcome: 'inconclusive',
    web: { answer: () => ({ status: 500 }) },
  },
});
