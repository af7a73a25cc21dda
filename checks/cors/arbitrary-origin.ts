import type { Check } from '../../src/model/check.ts';
import { hostileOriginCheck } from '../../src/probe/cors/hostile-origin.ts';

export const arbitraryOrigin: Check = hostileOriginCheck({
  id: 'cors/arbitrary-origin',
  cases: ['CORS-O01'],
  profile: 'quick',
  title: 'An origin that nobody has declared is granted nothing',
  why: 'A service that repeats any Origin lets every page on the internet read what its visitors may read.',
  candidates: (_, label) => [{ origin: `https://${label}.example` }, { origin: `http://${label}.example` }],
});
