import type { Check } from '../../src/model/check.ts';
import { hostileOriginCheck } from '../../src/probe/cors/hostile-origin.ts';

export const prefix: Check = hostileOriginCheck({
  id: 'cors/prefix',
  cases: ['CORS-O04'],
  title: 'An origin that begins with an allowed one is granted nothing',
  why: 'A comparison of beginnings takes https://app.examplex.example for https://app.example.',
  candidates: (allowed, label) =>
    allowed.flatMap(({ scheme, host, port }) =>
      [...new Set(['', port])].map((suffix) => ({ origin: `${scheme}://${host}${label}.example${suffix}` })),
    ),
});
