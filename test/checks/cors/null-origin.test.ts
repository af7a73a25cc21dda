import { nullOrigin } from '../../../checks/cors/null-origin.ts';
import { declaring } from '../web.ts';
import { hostileSuite } from './hostile.ts';

hostileSuite(nullOrigin, (origin) => origin === 'null', 'high', {
  'does not apply where "null" is declared': {
    outcome: 'not_applicable',
    against: (against) => declaring({ cors: { ...against.policy.cors!, origins: ['null'] } })(against),
  },
});
