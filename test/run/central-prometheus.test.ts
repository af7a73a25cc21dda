import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import type { PlanInput } from '../../src/plan/schema.ts';
import { cli } from '../cli/cli.ts';
import { K6 } from '../engines/k6/harness.ts';
import { startMachines } from '../engines/k6/machines.ts';
import { guarded } from '../http/guard.ts';
import { startPrometheus } from '../http/prometheus-process.ts';
import { describeWith } from '../tools.ts';

const PROMETHEUS = {
  program: 'prometheus',
  install: 'apt-get install prometheus, or https://prometheus.io/download/',
} as const;

/** Answers right, a stream with one event. */
async function served(): Promise<string> {
  const server = createServer(({ url }, response) => {
    const type = url === '/events' ? 'text/event-stream' : 'application/json';
    response.writeHead(200, { 'content-type': type }).end(url === '/events' ? 'data: {}\n\n' : '{}');
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const ITERATIONS = 300;

const planFor = (
  url: string,
  { gates = [], triggers = [], endpoints = {} }: Partial<PlanInput>,
): PlanInput => ({
  name: 'from-prometheus',
  targets: { canary: { url } },
  endpoints: { page: { path: '/page' }, ...endpoints },
  scenarios: {
    steady: {
      executor: 'shared-iterations',
      vus: 4,
      iterations: ITERATIONS,
      maxDuration: '30s',
      requests: ['page', ...Object.keys(endpoints)],
    },
  },
  gates,
  triggers,
});

/** The same load by somebody who does not know of canary-gate. */
const scriptOf = (url: string) => `
import http from 'k6/http';
export const options = { scenarios: { steady: { executor: 'shared-iterations', vus: 4, iterations: ${ITERATIONS} } } };
export default function () {
  http.get('${url}/page', { tags: { name: 'page' } });
  http.get('${url}/events', { tags: { name: 'events' } });
}
`;

async function judged(folder: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const ended = await cli(['judge', ...args, '--json', '--quiet'], { cwd: folder, env });
  return { ...ended, report: JSON.parse(ended.stdout) as Report };
}

describeWith(K6, import.meta.filename, 'k6 that pushes', (program) => {
  describeWith(PROMETHEUS, import.meta.filename, 'to Prometheus', (prometheus) => {
    const pushed = async (plan: PlanInput, script?: string) => {
      const { url, stop } = await startPrometheus(prometheus, {}, [
        '--web.enable-remote-write-receiver',
        '--enable-feature=native-histograms',
      ]);
      onTestFinished(stop);
      const { folder, ended } = await startMachines(plan, {
        program,
        instances: 1,
        ...(script === undefined ? {} : { script }),
        outputs: () => ['--tag=testid=it', '--out=experimental-prometheus-rw', '--out=json=part.json'],
        env: {
          K6_PROMETHEUS_RW_SERVER_URL: `${url}/api/v1/write`,
          K6_PROMETHEUS_RW_TREND_AS_NATIVE_HISTOGRAM: 'true',
          K6_PROMETHEUS_RW_PUSH_INTERVAL: '1s',
        },
      });
      expect(await ended).toEqual([0]);
      return { folder, url };
    };

    test('and lets nobody in without a token and a tenant: they come from the environment', async () => {
      const { folder, url } = await pushed(planFor(await served(), { gates: ['rate(5xx) <= 5%'] }));
      const token = 'token-of-the-reader';
      const guard = await guarded(
        url,
        (headers) => headers['authorization'] === `Bearer ${token}` && headers['x-scope-orgid'] === 'perf',
      );
      const from = ['--prometheus', guard.url, '--testid', 'it', '--wait', '30s'];
      const environment = {
        CANARY_GATE_PROMETHEUS_TOKEN: token,
        CANARY_GATE_PROMETHEUS_HEADERS: 'X-Scope-OrgID: perf',
      };
      const { code, report } = await judged(folder, from, environment);
      expect([code, report.load.scenarios[0]?.requests]).toEqual([0, ITERATIONS]);
      expect(JSON.stringify(report)).not.toContain(token);
      expect(guard.denied()).toBe(0);
      for (const wrong of [{}, { ...environment, CANARY_GATE_PROMETHEUS_TOKEN: 'token-of-another' }]) {
        const denied = await cli(['judge', ...from], { cwd: folder, env: wrong });
        expect([denied.code, denied.stdout]).toEqual([4, '']);
        expect(denied.stderr).toContain('401');
        expect(denied.stderr).not.toContain('token-of-another');
      }
    });

    const UNTOLD = ['p95(ttfb) <= 4s', 'p95(connect) <= 4s', 'p95(first_event) <= 4s'];
    const TRIGGER = 'p95(ttfb) > 1s for 2s -> rollback';
    const endpoints = { events: { path: '/events', stream: { terminal: { data: '{}' } } } };

    test("and a script of somebody's own: what is not measured neither passes nor fails", async () => {
      const server = await served();
      const gates = [...UNTOLD, 'p95(latency) <= 4s'];
      const { folder, url } = await pushed(
        planFor(server, { gates, triggers: [TRIGGER], endpoints }),
        scriptOf(server),
      );
      for (const from of [
        ['--prometheus', url, '--testid', 'it'],
        ['--k6-json', 'part.json'],
      ]) {
        const { code, report } = await judged(folder, from);
        expect(code).toBe(3);
        const states = report.gates.map(({ expression, state }) => [expression, state]);
        expect(Object.fromEntries(states)).toMatchObject({
          ...Object.fromEntries([...UNTOLD, TRIGGER].map((gate) => [gate, 'no_data'])),
          'p95(latency) <= 4s': 'pass',
        });
        for (const gate of UNTOLD)
          expect(report.reasons).toContainEqual({ code: 'no_data', text: expect.stringContaining(gate) });
        expect(report.gates.find(({ expression }) => expression === TRIGGER)?.message).toMatch(
          /^ttfb was not/,
        );
        expect(report.load.scenarios[0]).toMatchObject({
          outcomes: { ok: 2 * ITERATIONS },
          latencyFrom: 'actual',
        });
      }
    });
  });
});
