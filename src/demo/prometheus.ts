import type { DemoState } from './state.ts';
import { readings, STATUS_PAGES, type StatusPage } from './status.ts';

/** The state in Prometheus' text format; of all status pages, or of those named. */
export function prometheus(state: DemoState, pages: readonly StatusPage[] = STATUS_PAGES): string {
  return [...answers(state), ...gauges(state, pages), ...counters(state), ''].join('\n');
}

function answers(state: DemoState): string[] {
  const lines = [...state.answers].map(([key, count]) => {
    const [method, route, status] = key.split(' ');
    return `http_requests_total{method="${method}",route="${route}",status="${status}"} ${count}`;
  });
  return ['# TYPE http_requests_total counter', ...lines];
}

function gauges(state: DemoState, pages: readonly StatusPage[]): string[] {
  return pages.flatMap((page) =>
    Object.entries(readings(state, page)).flatMap(([key, value]) => [
      `# TYPE ${page}_${key} gauge`,
      `${page}_${key} ${value}`,
    ]),
  );
}

function counters({ counters }: DemoState): string[] {
  const names = {
    corsDenied: 'cors_denied_origins_total',
    replays: 'jwt_replays_total',
    tasks: 'agent_tasks_total',
    crossTenant: 'memory_cross_tenant_attempts_total',
    signedUrls: 'signed_urls_total',
  } as const;
  return Object.entries(names).flatMap(([key, name]) => [
    `# TYPE ${name} counter`,
    `${name} ${counters[key as keyof typeof names]}`,
  ]);
}
