import { substring } from '../../../checks/cors/substring.ts';
import { hostileSuite } from './hostile.ts';

const LIST = 'https://app.shop.example https://admin.shop.example';

hostileSuite(substring, (origin) => LIST.includes(origin.replace('https://', '')), 'high');
