import { freshToken } from '../../../checks/rate-limit/fresh-token.ts';
import { suite } from './suite.ts';

suite(freshToken, {
  'fails when each token has a quota': {
    outcome: 'fail',
    service: { key: ({ headers }) => String(headers.authorization) },
    message: /a new token of the same subject, and rejected without/,
  },
  'does not apply to limits by token': {
    outcome: 'not_applicable',
    service: { declared: { scope: 'token' } },
  },
});
