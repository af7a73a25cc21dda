import { plainOptions } from '../../../checks/cors/plain-options.ts';
import { suite } from '../web.ts';
import { CORRECT } from './correct.ts';

const options = (status: number, until = Number.POSITIVE_INFINITY) => {
  let count = 0;
  return {
    answer: ({ method }: { method?: string | undefined }) =>
      method === 'OPTIONS' && ++count <= until ? { status } : undefined,
  };
};

suite(plainOptions, {
  ...CORRECT,
  'fails when it is answered 500': { outcome: 'fail', severity: 'low', web: options(500) },
  'passes where a fault passes': { outcome: 'pass', web: options(500, 1) },
  'passes where it is a bad request': { outcome: 'pass', web: options(400) },
  'passes where it is not implemented': { outcome: 'pass', web: options(501) },
  'leaves it open when something before the service is broken': {
    outcome: 'inconclusive',
    web: options(502),
  },
  'leaves it open when the service is broken': {
    outcome: 'inconclusive',
    web: { answer: () => ({ status: 500 }) },
  },
  'does not apply where nothing may be read': {
    outcome: 'not_applicable',
    against: (against) => ({ ...against, policy: {}, endpoints: {} }),
  },
});
