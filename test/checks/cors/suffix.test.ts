import { suffix } from '../../../checks/cors/suffix.ts';
import { fastifyLike } from '../web.ts';
import { hostileSuite } from './hostile.ts';

hostileSuite(suffix, (origin) => /\wshop\.example$/.test(origin), 'high', {
  'fails when the whole host is compared by its end': {
    outcome: 'fail',
    web: { cors: fastifyLike((origin) => /(app|admin)\.shop\.example$/.test(origin)) },
  },
  'passes where all subdomains are allowed': {
    outcome: 'pass',
    web: { cors: fastifyLike((origin) => /^https:\/\/[\w-]+\.shop\.example$/.test(origin)) },
  },
});
