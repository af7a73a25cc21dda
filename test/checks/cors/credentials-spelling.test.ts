import { credentialsSpelling } from '../../../checks/cors/credentials-spelling.ts';
import { type Case, suite, undeclared } from '../web.ts';
import { alsoDeclaring, CORRECT, setting } from './correct.ts';

const { 'passes on a public service': _, ...credentialed } = CORRECT;
const wrong = ['TRUE', 'True', '"true"', '1', 'yes', 'true, true'].map((value): [string, Case] => [
  `fails when it says ${value}`,
  {
    outcome: 'fail',
    severity: 'medium',
    web: { cors: setting({ 'access-control-allow-credentials': value }) },
  },
]);

suite(credentialsSpelling, {
  ...credentialed,
  ...Object.fromEntries(wrong),
  'passes where credentials are withheld': {
    outcome: 'pass',
    web: { cors: setting({ 'access-control-allow-credentials': 'false' }) },
  },
  'leaves it open when the service is broken': {
    outcome: 'inconclusive',
    web: { answer: () => ({ status: 500 }) },
  },
  'does not apply where no credentials are declared': {
    outcome: 'not_applicable',
    against: alsoDeclaring({ credentials: false }),
  },
  'does not apply without a policy': { outcome: 'not_applicable', against: undeclared },
});
