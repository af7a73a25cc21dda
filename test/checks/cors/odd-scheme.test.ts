import { oddScheme } from '../../../checks/cors/odd-scheme.ts';
import { ALLOWED, fastifyLike } from '../web.ts';
import { hostileSuite } from './hostile.ts';

hostileSuite(oddScheme, (origin) => origin.includes('xn--'), 'medium', {
  'is a lesser matter for other schemes': {
    outcome: 'fail',
    severity: 'low',
    web: { cors: fastifyLike((origin) => ALLOWED.includes(origin) || !/^(https?:|null)/.test(origin)) },
  },
});
