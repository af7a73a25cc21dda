import type { DefectsByPlan } from './row.ts';

export const CACHING_DEFECTS = {
  portal: [
    {
      id: 'files-publicly-cacheable',
      title: 'Files of a tenant may be kept by shared caches',
      primary: 'caching/authenticated',
      case: 'CACHE-01',
    },
    {
      id: 'contacts-from-cache',
      title: 'Contacts, which are no-store, come from a cache that users share',
      primary: 'caching/cross-user',
      case: 'CACHE-02',
    },
    {
      id: 'etag-before-tenant',
      title: 'If-None-Match is looked at before the tenant',
      primary: 'caching/etag-oracle',
      case: 'CACHE-03',
      implied: ['tenancy/variants'],
    },
    {
      id: 'page-no-vary',
      title: 'The page has two languages, and Vary does not name Accept-Language',
      primary: 'caching/vary',
      case: 'CACHE-04',
    },
    {
      id: 'download-kept-long',
      title: 'Browsers keep a file for a day, whose signed URL is good for a minute',
      primary: 'caching/signed-file',
      case: 'CACHE-05',
    },
    {
      id: 'signature-without-expiry',
      title: 'The signature of a URL does not cover its expiry',
      primary: 'caching/signed-url',
      case: 'CACHE-06',
    },
    {
      id: 'errors-cacheable',
      title: '401 and 404 may be kept by shared caches',
      primary: 'caching/errors',
      case: 'CACHE-07',
    },
  ],
} as const satisfies DefectsByPlan;
