import { replayElsewhere } from '../../../checks/jwt/replay-elsewhere.ts';
import { declaring, keyOf, once, suite } from './replay-service.ts';

const GLOBAL = declaring({ scope: 'global', elsewhere: ['other'] });

suite(
  replayElsewhere,
  {
    'does not apply where each endpoint may remember for itself': {
      outcome: 'not_applicable',
      against: (declaration) => declaration,
      use: once((use) => `${use.path} ${keyOf(use)}`),
      message: /scope: global/,
    },
    'fails when each endpoint remembers for itself': {
      outcome: 'fail',
      against: GLOBAL,
      severity: 'medium',
      use: once((use) => `${use.path} ${keyOf(use)}`),
    },
    'leaves it open when the other endpoint takes no such tokens': {
      outcome: 'inconclusive',
      against: GLOBAL,
      use: (use) => (use.path === '/other' ? 403 : once()(use)),
    },
    'leaves it open when the other endpoint is limited': {
      outcome: 'inconclusive',
      against: GLOBAL,
      use: (use) => (use.path === '/other' ? 429 : once()(use)),
    },
  },
  { against: GLOBAL, except: ['a store for each route, as for DPoP'] },
);
