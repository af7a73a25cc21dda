import type { DefectsByPlan } from './row.ts';

export const HEADERS_DEFECTS = {
  scholarship: [
    { id: 'no-nosniff', title: 'JSON answers lack nosniff', primary: 'headers/nosniff' },
    {
      id: 'unsafe-referrer-policy',
      title: 'Referrer-Policy is unsafe-url',
      primary: 'headers/referrer-policy',
    },
    { id: 'version-banner', title: 'X-Powered-By tells product and version', primary: 'headers/banners' },
    { id: 'errors-bare', title: '404 and 405 lack the security headers', primary: 'headers/error-parity' },
    {
      id: 'csp-loosened',
      title: 'The Content-Security-Policy allows inline scripts',
      primary: 'headers/exact',
    },
  ],
  portal: [{ id: 'hsts-short', title: 'HSTS holds for five minutes only', primary: 'headers/hsts' }],
} as const satisfies DefectsByPlan;
