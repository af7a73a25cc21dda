import { sharedHosting } from '../../../checks/cors/shared-hosting.ts';
import { hostileSuite } from './hostile.ts';

hostileSuite(sharedHosting, (origin) => origin.endsWith('.vercel.app'), 'high');
