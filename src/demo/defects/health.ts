import type { DefectsByPlan } from './row.ts';

export const HEALTH_DEFECTS = {
  scholarship: [
    {
      id: 'health-needs-auth',
      title: '/healthz wants a token',
      primary: 'health/liveness',
      implied: ['endpoints/expectations'],
    },
    {
      id: 'ready-regardless',
      title: '/readyz says 200 while the dependency is down',
      primary: 'health/readiness',
    },
  ],
} as const satisfies DefectsByPlan;
