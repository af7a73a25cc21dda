import type { DefectsByPlan } from './row.ts';

export const CACHING_DEFECTS = {
  portal: [
    {
      id: 'files-publicly-cacheable',
      title: 'Files of a tenant may be kept by shared caches',
      primary: 'caching/authenticated',
    },
  ],
} as const satisfies DefectsByPlan;
