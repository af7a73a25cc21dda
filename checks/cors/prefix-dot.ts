import type { Check } from '../../src/model/check.ts';
import { hostileOriginCheck } from '../../src/probe/cors/hostile-origin.ts';

export const prefixDot: Check = hostileOriginCheck({
  id: 'cors/prefix-dot',
  cases: ['CORS-O03'],
  title: 'An origin that begins with an allowed host and a dot is granted nothing',
  why: 'A comparison of beginnings takes https://app.example.attacker.example for https://app.example.',
  candidates: (allowed, label) =>
    allowed.flatMap(({ scheme, host, port }) =>
      [...new Set(['', port])].map((suffix) => ({ origin: `${scheme}://${host}.${label}.example${suffix}` })),
    ),
});
