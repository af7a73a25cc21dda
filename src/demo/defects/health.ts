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
    {
      id: 'health-tells-dependencies',
      title: '/healthz names the database and its host',
      primary: 'health/liveness',
    },
    {
      id: 'ready-while-broken',
      title: '/readyz says 200 while the capabilities are answered 503',
      primary: 'health/ready-serves',
      implied: ['endpoints/expectations'],
      fault: { route: 'capabilities', every: 1, status: 503 },
    },
  ],
} as const satisfies DefectsByPlan;
