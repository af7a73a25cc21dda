import { prefix } from '../../../checks/cors/prefix.ts';
import { hostileSuite } from './hostile.ts';

hostileSuite(prefix, (origin) => /^https:\/\/app\.shop\.example\w/.test(origin), 'high');
