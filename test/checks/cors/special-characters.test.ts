import { specialCharacters } from '../../../checks/cors/special-characters.ts';
import { fastifyLike } from '../web.ts';
import { hostileSuite } from './hostile.ts';

hostileSuite(
  specialCharacters,
  (origin) => /^https:\/\/(app|admin)\.shop\.example(?![\w.-])|_/.test(origin),
  'high',
  {
    'is a lesser matter where not all browsers send the character': {
      outcome: 'fail',
      severity: 'medium',
      web: { cors: fastifyLike((origin) => /^https:\/\/(app|admin)\.shop\.example([^\w.-]|$)/.test(origin)) },
    },
  },
);
