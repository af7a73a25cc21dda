import { rejectionHygiene } from '../../../checks/rate-limit/rejection-hygiene.ts';
import { suite } from './suite.ts';

suite(rejectionHygiene, {
  'passes without Cache-Control': { outcome: 'pass' },
  'fails when caches may keep it': {
    outcome: 'fail',
    service: { headers: () => ({ 'Cache-Control': 'public, max-age=60' }) },
    message: /caches may store it/,
  },
  'passes with a private one': {
    outcome: 'pass',
    service: { headers: () => ({ 'Cache-Control': 'private, max-age=60' }) },
  },
  'fails when pages cannot read it': {
    outcome: 'fail',
    service: { headers: ({ admitted }) => onServed(admitted, 'Access-Control-Allow-Origin', '*') },
    message: /CORS grant/,
  },
  'fails when it lacks declared headers': {
    outcome: 'fail',
    service: { headers: ({ admitted }) => onServed(admitted, 'X-Content-Type-Options', 'nosniff') },
    against: (against) => ({
      ...against,
      policy: { ...against.policy, headers: { endpoints: ['limited'] } },
    }),
    message: /lacks x-content-type-options/,
  },
  'does not ask for headers that are not declared': {
    outcome: 'pass',
    service: { headers: ({ admitted }) => onServed(admitted, 'X-Content-Type-Options', 'nosniff') },
  },
});

function onServed(admitted: boolean, name: string, value: string): Record<string, string> {
  return admitted ? { [name]: value } : {};
}
