import { arbitraryOrigin } from '../../../checks/cors/arbitrary-origin.ts';
import { hostileSuite } from './hostile.ts';

hostileSuite(arbitraryOrigin, () => true, 'high', {
  'is a lesser matter when everybody may read, but nothing with credentials': {
    outcome: 'fail',
    severity: 'medium',
    web: { cors: () => ({ headers: { 'access-control-allow-origin': '*' } }) },
  },
});
