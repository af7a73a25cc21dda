import { maxAge } from '../../../checks/cors/max-age.ts';
import { type Case, suite, undeclared } from '../web.ts';
import { alsoDeclaring, CORRECT, setting } from './correct.ts';

const ten = alsoDeclaring({ maxAge: 600 });
const lasting = (value: string) => ({ cors: setting({ 'access-control-max-age': value }) });
const VALUES: readonly [value: string, outcome: 'pass' | 'fail'][] = [
  ['600', 'pass'],
  ['0', 'pass'],
  ['-1', 'pass'],
  ['601', 'fail'],
  ['600.5', 'fail'],
  ['10m', 'fail'],
  ['"600"', 'fail'],
];
const cases = VALUES.map(([value, outcome]): [string, Case] => [
  `${value}: ${outcome}`,
  { outcome, against: ten, web: lasting(value), ...(outcome === 'fail' && { severity: 'low' }) },
]);

suite(maxAge, {
  ...CORRECT,
  ...Object.fromEntries(cases),
  'passes where it is long and nothing is declared': {
    outcome: 'pass',
    message: /a day at most/,
    web: lasting('604800'),
  },
  'leaves it open when the service is broken': {
    outcome: 'inconclusive',
    web: { answer: () => ({ status: 500 }) },
  },
  'does not apply without a policy': { outcome: 'not_applicable', against: undeclared },
});
