import { banners } from '../../../checks/headers/banners.ts';
import { headerSuite, sending } from './suite.ts';

headerSuite(
  banners,
  'server',
  {
    good: [undefined, 'cloudflare', 'nginx', 'ECS'],
    bad: ['nginx/1.25.3', 'Apache/2.4.41 (Ubuntu)', 'Microsoft-IIS/10.0'],
    severity: 'low',
  },
  {
    'fails on a version elsewhere': { outcome: 'fail', web: sending('x-aspnet-version', '4.0.30319') },
    'names a product without a version': {
      outcome: 'pass',
      message: /without a version/,
      web: sending('x-powered-by', 'Express'),
    },
    'leaves versions of the service itself alone': {
      outcome: 'pass',
      web: sending('x-service-version', '2.0.0'),
    },
  },
);
