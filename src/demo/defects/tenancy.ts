import type { DefectsByPlan } from './row.ts';

export const TENANCY_DEFECTS = {
  portal: [
    {
      id: 'cross-tenant-read',
      title: 'Files of another tenant can be read',
      primary: 'tenancy/cross-tenant-read',
    },
  ],
} as const satisfies DefectsByPlan;
