import type { DefectsByPlan } from './row.ts';

const ORIGIN_SHAPES = ['null-origin', 'prefix-dot', 'prefix', 'suffix', 'unescaped-dot', 'http-downgrade'];

export const CORS_DEFECTS = {
  scholarship: [
    {
      id: 'cors-reflects-origin',
      title: 'Any origin may read answers with credentials',
      primary: 'cors/arbitrary-origin',
      implied: ORIGIN_SHAPES.map((shape) => `cors/${shape}`),
    },
    { id: 'cors-allows-null', title: 'The origin "null" is granted', primary: 'cors/null-origin' },
    {
      id: 'cors-prefix-dot',
      title: 'Origins that begin with an allowed one and a dot are granted',
      primary: 'cors/prefix-dot',
    },
    {
      id: 'cors-prefix',
      title: 'Origins that begin with an allowed one are granted',
      primary: 'cors/prefix',
    },
    {
      id: 'cors-suffix',
      title: 'Origins that end like an allowed domain are granted',
      primary: 'cors/suffix',
      implied: ['cors/unescaped-dot'],
    },
    {
      id: 'cors-unescaped-dot',
      title: 'A dot in the pattern of origins matches any character',
      primary: 'cors/unescaped-dot',
    },
    { id: 'cors-http-downgrade', title: 'The scheme http is granted too', primary: 'cors/http-downgrade' },
    {
      id: 'cors-origin-forgotten',
      title: 'One of the six origins is not granted',
      primary: 'cors/allowed-origin',
    },
    {
      id: 'cors-preflight-needs-auth',
      title: 'Preflights without a token are answered 401',
      primary: 'cors/preflight-without-auth',
      implied: ['cors/allowed-origin'],
    },
    {
      id: 'cors-wildcard-with-credentials',
      title: 'Allowed origins are answered with * and credentials',
      primary: 'cors/wildcard-with-credentials',
      implied: ['cors/allowed-origin', 'cors/errors-readable'],
    },
    { id: 'cors-no-vary', title: 'Vary does not name Origin', primary: 'cors/vary' },
    {
      id: 'cors-errors-unreadable',
      title: 'Errors carry no CORS grant',
      primary: 'cors/errors-readable',
    },
  ],
} as const satisfies DefectsByPlan;
