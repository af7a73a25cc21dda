import type { DefectsByPlan } from './row.ts';

export const HEADERS_DEFECTS = {
  scholarship: [
    {
      id: 'no-nosniff',
      title: 'JSON answers lack nosniff',
      primary: 'headers/nosniff',
      case: 'HDR-01',
    },
    {
      id: 'json-as-page',
      title: 'JSON of the root is sent as a page',
      primary: 'headers/content-type',
      case: 'HDR-02',
    },
    {
      id: 'csp-loosened',
      title: 'The Content-Security-Policy allows inline scripts',
      primary: 'headers/exact',
      case: 'HDR-05',
    },
    {
      id: 'unsafe-referrer-policy',
      title: 'Referrer-Policy is unsafe-url',
      primary: 'headers/referrer-policy',
      case: 'HDR-07',
    },
    {
      id: 'isolation-misspelt',
      title: 'Cross-Origin-Resource-Policy is misspelt',
      primary: 'headers/isolation-syntax',
      case: 'HDR-08',
    },
    {
      id: 'version-banner',
      title: 'X-Powered-By tells product and version',
      primary: 'headers/banners',
      case: 'HDR-10',
    },
    {
      id: 'errors-bare',
      title: '404 and 405 lack the security headers',
      primary: 'headers/error-parity',
      case: 'HDR-11',
    },
    {
      id: 'errors-tell-stack',
      title: '404 tells the stack of the service',
      primary: 'headers/error-leaks',
      case: 'HDR-12',
    },
    {
      id: 'frame-options-twice',
      title: 'X-Frame-Options is sent twice, with different values',
      primary: 'headers/duplicates',
      case: 'HDR-13',
    },
  ],
  portal: [
    {
      id: 'hsts-short',
      title: 'HSTS holds for five minutes only',
      primary: 'headers/hsts',
      case: 'HDR-03',
    },
    {
      id: 'page-inline-scripts',
      title: 'The Content-Security-Policy of the page allows inline scripts',
      primary: 'headers/page-policy',
      case: 'HDR-04',
      implied: ['headers/exact'],
    },
    {
      id: 'page-frameable',
      title: 'Other sites can show the page in a frame',
      primary: 'headers/framing',
      case: 'HDR-06',
    },
    {
      id: 'plain-http-served',
      title: 'The page is served over plain HTTP as well',
      primary: 'headers/plain-http',
      case: 'HDR-14',
    },
  ],
} as const satisfies DefectsByPlan;
