import { pathVariants } from '../../../checks/rate-limit/path-variants.ts';
import { suite } from './suite.ts';

suite(pathVariants, {
  'fails when each form of the path has a quota': {
    outcome: 'fail',
    service: { key: ({ url }, subject) => `${subject} ${url?.split('?')[0]}` },
    message: /path/,
  },
  'passes when other forms are not known': {
    outcome: 'pass',
    service: { refuses: ({ url }) => url?.split('?')[0] !== '/limited' },
    message: /no other form/,
  },
  'leaves it open when other forms get no answer': {
    outcome: 'inconclusive',
    service: {
      key: ({ url, socket }, subject) => {
        if (url?.split('?')[0] !== '/limited') socket.destroy();
        return subject;
      },
    },
    message: /no answer/,
  },
});
