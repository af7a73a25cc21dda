import { unescapedDot } from '../../../checks/cors/unescaped-dot.ts';
import { fastifyLike } from '../web.ts';
import { hostileSuite } from './hostile.ts';

hostileSuite(unescapedDot, (origin) => /^https:\/\/app\.shop.example$/.test(origin), 'high', {
  'fails when only the first dot is not escaped': {
    outcome: 'fail',
    web: { cors: fastifyLike((origin) => /^https:\/\/(app|admin).shop\.example$/.test(origin)) },
  },
});
