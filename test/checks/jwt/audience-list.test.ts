import { audienceList } from '../../../checks/jwt/audience-list.ts';
import { declaring, suite, undeclared } from './suite.ts';

suite(audienceList, {
  'fails when aud must be a text': {
    outcome: 'fail',
    service: { refuses: ({ aud }) => Array.isArray(aud) },
    severity: 'medium',
  },
  'fails when others must not be named, though nothing says so': {
    outcome: 'fail',
    service: { refuses: ({ aud }) => [aud].flat().length > 1 },
    message: /among others/,
  },
  'passes when that is declared': {
    outcome: 'pass',
    service: { refuses: ({ aud }) => [aud].flat().length > 1 },
    against: declaring({ soleAudience: true }),
  },
  'does not apply without a policy': {
    outcome: 'not_applicable',
    against: undeclared,
    message: /declare policy/,
  },
});
