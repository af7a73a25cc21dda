import { localhost } from '../../../checks/cors/localhost.ts';
import { hostileSuite } from './hostile.ts';

hostileSuite(localhost, (origin) => /^https?:\/\/localhost(:\d+)?$/.test(origin), 'medium');
