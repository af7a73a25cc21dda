import type { Check } from '../../src/model/check.ts';
import { hostileOriginCheck } from '../../src/probe/cors/hostile-origin.ts';

export const nullOrigin: Check = hostileOriginCheck({
  id: 'cors/null-origin',
  cases: ['CORS-O02'],
  profile: 'quick',
  title: 'The origin "null" is granted nothing',
  why: 'Any page can send the origin "null" from a sandboxed frame, so granting it grants everybody.',
  candidates: () => [{ origin: 'null' }],
});
