import { robustness } from '../../../checks/jwt/robustness.ts';
import { headerOf, once, stumble } from './lax.ts';
import { suite, undeclared } from './suite.ts';

suite(robustness, {
  'fails when a token makes the service fail': {
    outcome: 'fail',
    service: { accepts: (token) => (typeof headerOf(token)['kid'] === 'number' ? stumble() : undefined) },
    message: /kid a number.*500/,
    severity: 'low',
  },
  'fails when every bad token does': {
    outcome: 'fail',
    service: { rejection: { status: 500 } },
    message: /garbage/,
  },
  'goes on all the same where many tokens make it fail': {
    outcome: 'fail',
    service: { accepts: (token) => ('kid' in headerOf(token) ? stumble() : undefined) },
    profile: 'deep',
    message: /of \d\d\d tokens/,
  },
  'passes where a fault happens once': {
    outcome: 'pass',
    service: { accepts: once((token) => (headerOf(token)['kid'] === '' ? stumble() : undefined)) },
  },
  'does not apply without a policy': {
    outcome: 'not_applicable',
    against: undeclared,
    message: /declare policy/,
  },
});
