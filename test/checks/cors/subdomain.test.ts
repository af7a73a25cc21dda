import { subdomain } from '../../../checks/cors/subdomain.ts';
import { declaring, fastifyLike } from '../web.ts';
import { hostileSuite } from './hostile.ts';

const all = { cors: fastifyLike((origin) => /^https:\/\/([\w-]+\.)*shop\.example$/.test(origin)) };

hostileSuite(subdomain, (origin) => /^https:\/\/([\w-]+\.)+shop\.example$/.test(origin), 'medium', {
  'tells which hosts were granted': { outcome: 'fail', web: all, cases: ['CORS-O08', 'CORS-O09'] },
  'fails when the domain itself is granted': {
    outcome: 'fail',
    cases: ['CORS-O09'],
    web: { cors: fastifyLike((origin) => /^https:\/\/((app|admin)\.)?shop\.example$/.test(origin)) },
  },
  'passes where all of them are declared': {
    outcome: 'pass',
    web: { cors: fastifyLike((origin) => /^https:\/\/([\w-]+\.)+shop\.example$/.test(origin)) },
    against: (against) =>
      declaring({ cors: { ...against.policy.cors!, subdomains: ['https://*.shop.example'] } })(against),
  },
});
