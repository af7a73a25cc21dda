import type { DefectsByPlan } from './row.ts';

export const TENANCY_DEFECTS = {
  portal: [
    {
      id: 'cross-tenant-read',
      title: 'Files of another tenant can be read',
      primary: 'tenancy/cross-tenant-read',
      implied: ['jwt/tenant-claim'],
    },
    {
      id: 'existence-told',
      title: 'A file of another tenant is called not yours rather than not found',
      primary: 'tenancy/indistinguishable',
    },
    {
      id: 'head-before-tenant',
      title: 'HEAD is answered before the tenant is looked at',
      primary: 'tenancy/variants',
    },
    {
      id: 'list-unfiltered',
      title: 'The list of files shows those of every tenant',
      primary: 'tenancy/collections',
    },
    {
      id: 'cursor-trusted',
      title: 'A cursor opens the pages of the tenant that it was made for',
      primary: 'tenancy/collections',
    },
    {
      id: 'tenant-header-trusted',
      title: 'X-Tenant-Id chooses the tenant',
      primary: 'tenancy/override',
    },
  ],
} as const satisfies DefectsByPlan;
