import type { Check } from '../../src/model/check.ts';
import { hostileOriginCheck } from '../../src/probe/cors/hostile-origin.ts';

export const httpDowngrade: Check = hostileOriginCheck({
  id: 'cors/http-downgrade',
  cases: ['CORS-O10'],
  title: 'An https origin is not granted over http',
  severity: 'medium',
  why: 'Whoever is on the network can answer for an http page and then read with its origin.',
  candidates: (allowed, label) =>
    allowed
      .filter(({ scheme }) => scheme === 'https')
      .flatMap(({ host, port }) => [
        { origin: `http://${host}${port}` },
        { origin: `http://${label}.${host}${port}` },
      ]),
});
