import type { DefectsByPlan } from './row.ts';

export const ENDPOINTS_DEFECTS = {
  scholarship: [
    { id: 'no-capabilities', title: 'The agent has no capabilities', primary: 'endpoints/expectations' },
  ],
} as const satisfies DefectsByPlan;
