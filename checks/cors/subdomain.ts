import type { Check } from '../../src/model/check.ts';
import { hostileOriginCheck } from '../../src/probe/cors/hostile-origin.ts';
import { onePerDomain } from '../../src/probe/cors/origins.ts';

export const subdomain: Check = hostileOriginCheck({
  id: 'cors/subdomain',
  cases: ['CORS-O08', 'CORS-O09'],
  title: 'Hosts around an allowed one are granted nothing unless they are declared',
  severity: 'medium',
  kind: 'policy',
  why: 'A hole in any host of the domain, or one that was given up and taken over, then reads what the product reads.',
  candidates: (allowed, label) => [
    ...allowed.map(({ scheme, host, port }) => ({
      origin: `${scheme}://${label}.${host}${port}`,
      row: 'CORS-O08',
    })),
    ...onePerDomain(allowed).flatMap(({ scheme, domain, port }) => [
      { origin: `${scheme}://${label}.${domain}${port}`, row: 'CORS-O08' },
      { origin: `${scheme}://${domain}${port}`, row: 'CORS-O09' },
      { origin: `${scheme}://www.${domain}${port}`, row: 'CORS-O09' },
    ]),
  ],
});
