import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import type { PlanInput } from '../../src/plan/schema.ts';
import { cli } from '../cli/cli.ts';
import { describeWithEveryK6 } from '../engines/k6/every.ts';
import { K6 } from '../engines/k6/harness.ts';
import { startMachines } from '../engines/k6/machines.ts';
import { startPrometheus } from '../http/prometheus-process.ts';
import { describeWith } from '../tools.ts';

const PROMETHEUS = {
  program: 'prometheus',
  install: 'apt-get install prometheus, or https://prometheus.io/download/',
} as const;

const RATE = 150;
const SECONDS = 5;
/** Of the server, in ms, in turn: the 95th percentile is 60. */
const DELAYS = [...Array.from({ length: 90 }, () => 10), ...Array.from({ length: 10 }, () => 60)];

/** A server that counts what it answers, by path and status. */
async function countingServer() {
  const counts: Record<string, number> = {};
  let seen = 0;
  const server = createServer((request, response) => {
    seen += 1;
    const status = seen % 100 === 7 ? 503 : seen % 100 === 13 ? 429 : 200;
    const key = `${request.url} ${status}`;
    counts[key] = (counts[key] ?? 0) + 1;
    setTimeout(() => response.writeHead(status).end('{}'), DELAYS[seen % DELAYS.length]);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const of = (pattern: RegExp) =>
    Object.entries(counts).reduce((sum, [key, count]) => (pattern.test(key) ? sum + count : sum), 0);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, of };
}

function planFor(url: string, seconds = SECONDS): PlanInput {
  return {
    name: 'many-machines',
    targets: { canary: { url } },
    endpoints: { page: { path: '/page' }, item: { path: '/item' } },
    scenarios: {
      steady: {
        executor: 'constant-arrival-rate',
        rate: RATE,
        duration: `${seconds}s`,
        preAllocatedVUs: 60,
        gracefulStop: '2s',
        requests: ['page', 'item'],
      },
    },
    gates: ['p95(latency) <= 300ms', 'rate(429) <= 5%', 'rate(5xx) <= 5%'],
  };
}

async function judged(folder: string, ...args: string[]) {
  const { code, stdout, stderr } = await cli(['judge', ...args, '--json', '--quiet'], { cwd: folder });
  expect(stderr).toBe('');
  const report = JSON.parse(stdout) as Report;
  return { code, report, reasons: report.reasons.map(({ code: reason, text }) => `${reason}: ${text}`) };
}

/** The server's own counts are ours. */
function expectCounts({ load }: Report, server: Awaited<ReturnType<typeof countingServer>>) {
  const [steady] = load.scenarios;
  expect(steady?.outcomes).toEqual({
    ok: server.of(/ 200$/),
    '429': server.of(/ 429$/),
    '5xx': server.of(/ 503$/),
  });
  const endpoints = Object.fromEntries(steady?.endpoints.map(({ name, requests }) => [name, requests]) ?? []);
  expect(endpoints).toEqual({ page: server.of(/^\/page /), item: server.of(/^\/item /) });
}

const json = (instance: number) => ['--tag=testid=it', `--out=json=part-${instance}.json.gz`];

describeWithEveryK6(import.meta.filename, 'the files of k6 on several machines', (program) => {
  test('are one load, whose counts are the server’s own', async () => {
    const server = await countingServer();
    const { folder, ended } = await startMachines(planFor(server.url), {
      program,
      instances: 3,
      outputs: json,
    });
    expect(await ended).toEqual([0, 0, 0]);
    const { code, report, reasons } = await judged(folder, '--k6-json', 'part-*.json.gz', '--instances', '3');
    expect(reasons).toEqual([]);
    expect(code).toBe(0);
    expectCounts(report, server);
  });
});

describeWith(K6, import.meta.filename, 'k6 on several machines', (program) => {
  test('one of three is killed: INCONCLUSIVE, named, and the others count', async () => {
    const server = await countingServer();
    const { folder, ended, children } = await startMachines(planFor(server.url), {
      program,
      instances: 3,
      outputs: json,
    });
    await expect.poll(() => server.of(/./), { timeout: 30_000 }).toBeGreaterThan(RATE);
    children[1]?.kill('SIGKILL');
    expect(await ended).toEqual([0, null, 0]);
    const args = ['--k6-json', 'part-*.json.gz', '--instances', '3', '--wait', '2s'];
    const { code, report, reasons } = await judged(folder, ...args);
    expect([code, report.verdict]).toEqual([3, 'INCONCLUSIVE']);
    expect(reasons).toContainEqual(
      expect.stringMatching(/^missing_instance: (instance 2 \()?part-2\.json\.gz\)?: it ends too early/),
    );
    expect(report.load.scenarios[0]?.requests).toBeGreaterThanOrEqual((2 * RATE * SECONDS) / 3);
  });

  describeWith(PROMETHEUS, import.meta.filename, 'pushing to Prometheus', (prometheus) => {
    const started = async () => {
      const { url, stop } = await startPrometheus(prometheus, {}, [
        '--web.enable-remote-write-receiver',
        '--enable-feature=native-histograms',
      ]);
      onTestFinished(stop);
      return url;
    };
    const pushing = (url: string) => ({
      K6_PROMETHEUS_RW_SERVER_URL: `${url}/api/v1/write`,
      K6_PROMETHEUS_RW_TREND_AS_NATIVE_HISTOGRAM: 'true',
      K6_PROMETHEUS_RW_PUSH_INTERVAL: '1s',
    });
    const outputs = (testid: string) => (instance: number) => [
      `--tag=testid=${testid}`,
      '--out=experimental-prometheus-rw',
      `--out=json=part-${instance}.json.gz`,
    ];

    test('their counts are the server’s own, and the percentile lies within its bound', async () => {
      const [server, url] = [await countingServer(), await started()];
      const { folder, ended } = await startMachines(planFor(server.url), {
        program,
        instances: 2,
        outputs: outputs('one'),
        env: pushing(url),
      });
      expect(await ended).toEqual([0, 0]);
      const args = ['--prometheus', url, '--testid', 'one', '--instances', '2', '--wait', '30s'];
      const { code, report, reasons } = await judged(folder, ...args);
      expect(reasons).toEqual([]);
      expect(code).toBe(0);
      expectCounts(report, server);
      const exact = await judged(folder, '--k6-json', 'part-*.json.gz');
      const truth = exact.report.load.scenarios[0]?.service?.p95 ?? 0;
      const [gate] = report.gates;
      const [low, high] = gate?.interval ?? [];
      expect(low).toBeLessThanOrEqual(truth);
      expect(high).toBeGreaterThanOrEqual(truth);
      expect((gate?.observed ?? 0) / truth).toBeGreaterThan(0.95);
      expect((gate?.observed ?? 0) / truth).toBeLessThan(1.05);
      expect(gate?.notes).toContainEqual(expect.stringMatching(/±4\.4 %/));
      const again = await cli(['judge', report.run.folder, '--json', '--quiet'], { cwd: folder });
      expect(JSON.parse(again.stdout)).toMatchObject({ verdict: 'PASS', gates: report.gates });
    });

    test('one of two is killed: INCONCLUSIVE, named; a testid of old is no measurement', async () => {
      const [server, url] = [await countingServer(), await started()];
      const settings = { program, instances: 2, outputs: outputs('two'), env: pushing(url) };
      const first = await startMachines(planFor(server.url, 3), settings);
      await expect.poll(() => server.of(/./), { timeout: 30_000 }).toBeGreaterThan(RATE);
      first.children[1]?.kill('SIGKILL');
      await first.ended;
      const args = ['--prometheus', url, '--testid', 'two', '--instances', '2', '--wait', '3s'];
      const killed = await judged(first.folder, ...args);
      expect([killed.code, killed.report.verdict]).toEqual([3, 'INCONCLUSIVE']);
      expect(killed.reasons).toContainEqual(
        expect.stringMatching(/^missing_instance: instance 2 did not tell its end/),
      );
      await (await startMachines(planFor(server.url, 3), settings)).ended;
      const reused = await judged(first.folder, ...args);
      expect(reused.code).toBe(3);
      expect(reused.reasons).toContainEqual(
        expect.stringMatching(/^broken_result: instance 1.* (told its end 2 times|began anew)/),
      );
    });

    test('percentiles of each instance are refused: they cannot be merged', async () => {
      const [server, url] = [await countingServer(), await started()];
      const { K6_PROMETHEUS_RW_TREND_AS_NATIVE_HISTOGRAM: _, ...env } = pushing(url);
      const settings = { program, instances: 2, outputs: outputs('three'), env };
      const { folder, ended } = await startMachines(planFor(server.url, 3), settings);
      await ended;
      const result = await cli(['judge', '--prometheus', url, '--testid', 'three'], { cwd: folder });
      expect(result).toMatchObject({ code: 4, stderr: expect.stringMatching(/NATIVE_HISTOGRAM=true/) });
    });
  });
});
