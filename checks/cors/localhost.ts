import type { Check } from '../../src/model/check.ts';
import { hostileOriginCheck } from '../../src/probe/cors/hostile-origin.ts';

export const localhost: Check = hostileOriginCheck({
  id: 'cors/localhost',
  cases: ['CORS-O13'],
  title: 'Origins left over from development are granted nothing',
  severity: 'medium',
  why: 'Whatever a user runs on the own machine could read with the rights of the product.',
  candidates: (_, label) => [
    { origin: 'http://localhost' },
    { origin: 'http://localhost:3000' },
    { origin: 'http://localhost:1' },
    { origin: 'http://127.0.0.1' },
    { origin: `https://localhost.${label}.example` },
  ],
});
