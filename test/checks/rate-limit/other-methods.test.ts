import { otherMethods } from '../../../checks/rate-limit/other-methods.ts';
import { suite } from './suite.ts';

const HEAD = { methods: ['HEAD' as const] };

suite(otherMethods, {
  'fails when HEAD is not counted': {
    outcome: 'fail',
    service: {
      key: ({ method }, subject) => (method === 'HEAD' ? `${Math.random()}` : subject),
      declared: HEAD,
    },
    message: /the method HEAD/,
  },
  'passes when it is': { outcome: 'pass', service: { declared: HEAD } },
  'does not ask for methods that are not declared': { outcome: 'not_applicable' },
});
