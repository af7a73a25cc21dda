import type { Check } from '../../src/model/check.ts';
import { hostileOriginCheck } from '../../src/probe/cors/hostile-origin.ts';

export const port: Check = hostileOriginCheck({
  id: 'cors/port',
  cases: ['CORS-O11'],
  title: 'An allowed host is granted nothing on another port',
  severity: 'medium',
  why: 'Another port of the same host is another service, often an administrative or a forgotten one.',
  candidates: (allowed) =>
    allowed.map(({ scheme, host, port: own }) => ({
      origin: `${scheme}://${host}${own === ':8443' ? ':9443' : ':8443'}`,
    })),
});
