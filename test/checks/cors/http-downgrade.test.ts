import { httpDowngrade } from '../../../checks/cors/http-downgrade.ts';
import { declaring } from '../web.ts';
import { hostileSuite } from './hostile.ts';

hostileSuite(httpDowngrade, (origin) => origin === 'http://app.shop.example', 'medium', {
  'does not apply where only http is declared': {
    outcome: 'not_applicable',
    against: (against) =>
      declaring({ cors: { ...against.policy.cors!, origins: ['http://localhost:3000'] } })(against),
  },
});
