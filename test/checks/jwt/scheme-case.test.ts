import { schemeCase } from '../../../checks/jwt/scheme-case.ts';
import { suite, undeclared } from './suite.ts';

suite(schemeCase, {
  'fails when the case counts': {
    outcome: 'fail',
    service: { tokenOf: ({ headers }) => /^Bearer (\S+)$/.exec(headers['authorization'] as string)?.[1] },
    severity: 'low',
  },
  'does not apply to another header': {
    outcome: 'not_applicable',
    service: { tokenOf: ({ headers }) => headers['x-token'] as string },
    against: (against) => ({
      ...against,
      pools: { agents: { ...against.pools!['agents']!, header: 'x-token', scheme: '' } as never },
    }),
    message: /Bearer/,
  },
  'does not apply without a policy': {
    outcome: 'not_applicable',
    against: undeclared,
    message: /declare policy/,
  },
});
