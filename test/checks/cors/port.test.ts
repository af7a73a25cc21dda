import { port } from '../../../checks/cors/port.ts';
import { hostileSuite } from './hostile.ts';

hostileSuite(port, (origin) => /^https:\/\/(app|admin)\.shop\.example(:\d+)?$/.test(origin), 'medium');
