import { prefixDot } from '../../../checks/cors/prefix-dot.ts';
import { hostileSuite } from './hostile.ts';

hostileSuite(prefixDot, (origin) => origin.startsWith('https://app.shop.example.'), 'high');
