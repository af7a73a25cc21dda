import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { z } from 'zod';
import { readSignal } from '../../src/http/signals.ts';
import { Signal } from '../../src/model/gate.ts';
import { Target } from '../../src/model/target.ts';
import { burst, page, run, serve } from '../run/harness.ts';
import { describeWith } from '../tools.ts';
import { type Prometheus, startPrometheus } from './prometheus-process.ts';

const tool = {
  program: 'prometheus',
  install: 'apt-get install prometheus, or https://prometheus.io/download/',
};

const LAST = '{service="last"}';
const RATE = (metric: string) => `sum(rate(${metric}[1m]))`;
/** Of the exporter's distribution: 5 of the 10 observations between 0.25 s and 0.5 s lie below. */
const P95 = 0.375;
const p95 = (metric: string) => `histogram_quantile(0.95, sum by (le) (rate(${metric}_bucket[1m])))`;

/** What the exporter says at its nth scrape: everything that is busy grows in proportion, everything quiet stays. */
const metrics = (nth: number) => `# TYPE canary_requests_total counter
canary_requests_total ${nth * 100}
# TYPE canary_quiet_total counter
canary_quiet_total 0
# TYPE canary_seconds histogram
canary_seconds_bucket{le="0.1"} ${nth * 50}
canary_seconds_bucket{le="0.25"} ${nth * 90}
canary_seconds_bucket{le="0.5"} ${nth * 100}
canary_seconds_bucket{le="+Inf"} ${nth * 100}
canary_seconds_sum ${nth * 15}
canary_seconds_count ${nth * 100}
# TYPE quiet_seconds histogram
quiet_seconds_bucket{le="0.1"} 0
quiet_seconds_bucket{le="+Inf"} 0
quiet_seconds_sum 0
quiet_seconds_count 0
# TYPE canary_pool_usage gauge
canary_pool_usage{pool="first"} 0.3
canary_pool_usage{pool="last",service="last"} 0.42
# TYPE canary_unknown gauge
canary_unknown NaN
`;

let scrapes = 0;
let leaving = false;
const exporter = createServer((request, response) => {
  if (request.url === '/leaving' && leaving) return void response.writeHead(503).end();
  response.setHeader('content-type', 'text/plain; version=0.0.4');
  if (request.url === '/leaving') return void response.end('leaving_value 7\n');
  scrapes += 1;
  response.end(metrics(scrapes));
});

function config(port: number) {
  const job = (name: string) => ({
    job_name: name,
    metrics_path: `/${name}`,
    static_configs: [{ targets: [`127.0.0.1:${port}`] }],
  });
  return {
    global: { scrape_interval: '1s', scrape_timeout: '1s' },
    scrape_configs: [job('canary'), job('leaving')],
    // A remote store that does not answer: Prometheus gives what it has itself, with a warning.
    remote_read: [{ url: 'http://127.0.0.1:1/', read_recent: true, required_matchers: { store: 'remote' } }],
  };
}

type PromqlInput = Extract<z.input<typeof Signal>, { promql: string }>;

function read(url: string, promql: string, more: Partial<PromqlInput> = {}) {
  const options = { targets: { canary: Target.parse({ url: 'http://127.0.0.1:1' }) }, endpoints: {} };
  const reader = readSignal({ plan: options, mark: [], wallClock: Date.now });
  return reader('it', Signal.parse({ promql, url, timeout: '10s', ...more }));
}

/** A run with a load of its own, whose gates are about signals only. */
async function gatesOf(
  signals: Record<string, PromqlInput>,
  gates: string[],
  answer: () => Promise<void> = async () => {},
) {
  const { url } = await serve((_, response) => void answer().then(() => response.end('{}')));
  const scenarios = { burst: burst(5) };
  const checks = { skip: ['*'] };
  const { report } = await run({
    targets: { canary: { url } },
    endpoints: page,
    scenarios,
    checks,
    signals,
    gates,
  });
  const states = gates.map((gate) => report.gates.find(({ expression }) => expression === gate));
  return { report, states };
}

describeWith(tool, import.meta.filename, 'a real Prometheus', (program) => {
  let prometheus: Prometheus | undefined;
  let url = '';

  beforeAll(async () => {
    await new Promise<void>((ready) => exporter.listen(0, '127.0.0.1', ready));
    prometheus = await startPrometheus(program, config((exporter.address() as AddressInfo).port));
    url = prometheus.url;
    const known = 'min(count_over_time(canary_requests_total[1m])) + 0 * sum(leaving_value)';
    await vi.waitFor(async () => expect((await read(url, known)).value ?? 0).toBeGreaterThanOrEqual(2), {
      timeout: 40_000,
      interval: 200,
    });
  }, 120_000);

  afterAll(async () => {
    exporter.closeAllConnections();
    exporter.close();
    await prometheus?.stop();
  }, 30_000);

  test.each<[string, string, number]>([
    ['a gauge', `canary_pool_usage${LAST}`, 0.42],
    ['an aggregate', 'max(canary_pool_usage)', 0.42],
    ['a scalar', 'scalar(vector(-3e-05))', -0.00003],
    ['a true comparison', 'vector(1) > bool 0', 1],
    ['a ratio of nothing bad', `${RATE('canary_quiet_total')} / ${RATE('canary_requests_total')}`, 0],
    ['a percentile of a histogram', p95('canary_seconds'), P95],
    ['a fallback for nothing', 'sum(missing_total) or vector(0)', 0],
  ])('%s is a value', async (_, promql, value) => {
    const reading = await read(url, promql);
    expect(reading).toMatchObject({ signal: 'it', state: 'value', value: expect.closeTo(value, 9) });
  });

  test.each([
    ['no such series', 'missing_total'],
    ['an alert that is silent', 'max(canary_pool_usage) > 0.75'],
    ['nothing divided by nothing', `${RATE('canary_quiet_total')} / ${RATE('canary_quiet_total')}`],
    ['a percentile of no observations', p95('quiet_seconds')],
    ['a gauge that is NaN', 'canary_unknown'],
    ['a sum with a NaN', 'sum({__name__=~"canary_unknown|canary_quiet_total"})'],
  ])('%s is no data', async (_, promql) => {
    const reading = await read(url, promql);
    expect(reading).toMatchObject({ state: 'no_data', detail: expect.stringMatching(/./) });
    expect(reading).not.toHaveProperty('value');
  });

  test.each([
    ['several series', 'canary_pool_usage', /2 series/],
    ['something divided by nothing', `${RATE('canary_requests_total')} / 0`, /\+Inf/],
    ['a range of samples', 'canary_pool_usage[1m]', /matrix/],
    ['a text', '"canary"', /string/],
    ['a query that does not parse', 'sum(canary_pool_usage', /bad_data: .*parse error/],
    ['a query that cannot be run', 'canary_pool_usage * on() canary_pool_usage', /execution: /],
    ['a value with a warning', 'sum(canary_pool_usage) or up{store="remote"}', /warning: /],
    ['nothing with a warning', 'up{store="remote"}', /warning: /],
  ])('%s is an error', async (_, promql, detail) => {
    const reading = await read(url, promql);
    expect(reading).toMatchObject({ state: 'error', detail: expect.stringMatching(detail) });
    expect(reading).not.toHaveProperty('value');
  });

  test.each([
    ['3000 characters', 3000],
    ['more than the server takes as a URL', 1_500_000],
  ])('a query of %s', async (_, length) => {
    const query = `max(canary_pool_usage) # a + b & c = d ${'é'.repeat(length / 2)}`;
    expect(await read(url, query)).toMatchObject({ state: 'value', value: 0.42 });
  });

  test('a base URL with a slash at its end, and one that leads nowhere', async () => {
    expect(await read(`${url}/`, 'vector(2)')).toMatchObject({ state: 'value', value: 2 });
    expect(await read(`${url}/elsewhere`, 'vector(2)')).toMatchObject({ state: 'error' });
  });

  test('a target that is gone is down at once, and its values are no data', async () => {
    expect(await read(url, 'leaving_value')).toMatchObject({ state: 'value', value: 7 });
    leaving = true;
    onTestFinished(() => {
      leaving = false;
    });
    const up = async () => (await read(url, 'up{job="leaving"}')).value;
    await expect.poll(up, { timeout: 30_000, interval: 200 }).toBe(0);
    expect(await read(url, 'leaving_value')).toMatchObject({ state: 'no_data' });
  });

  describe('a run', () => {
    test('gates hold in the units of their signals', async () => {
      const gates = [
        'signal(up) == 1',
        'signal(ratio) <= 75%',
        'signal(percent) <= 75%',
        'signal(p95) < 400ms',
      ];
      const usage = 'max(canary_pool_usage)';
      const { report, states } = await gatesOf(
        {
          up: { promql: 'up{job="canary"}', url },
          ratio: { promql: usage, url, unit: 'ratio' },
          percent: { promql: `100 * ${usage}`, url, unit: 'percent' },
          p95: { promql: p95('canary_seconds'), url, unit: 's' },
        },
        gates,
      );
      expect(states).toMatchObject([
        { state: 'pass', observed: 1 },
        { state: 'pass', observed: 0.42, unit: 'ratio' },
        { state: 'pass', observed: 0.42, unit: 'ratio' },
        { state: 'pass', observed: expect.closeTo(1000 * P95, 6), unit: 'ms' },
      ]);
      expect(report).toMatchObject({ verdict: 'PASS', decision: 'PROMOTE', exitCode: 0 });
    });

    test.each([
      ['nothing divided by nothing', 'canary_quiet_total / canary_quiet_total', 'no_data', 'INCONCLUSIVE'],
      ['no series', 'missing_total', 'no_data', 'INCONCLUSIVE'],
      ['several series', 'canary_pool_usage', 'error', 'INCONCLUSIVE'],
      ['too much', '100 * max(canary_pool_usage)', 'fail', 'FAIL'],
    ])('%s is never a pass', async (_, promql, state, verdict) => {
      const { report, states } = await gatesOf({ it: { promql, url } }, ['signal(it) <= 5']);
      expect(states).toMatchObject([{ state }]);
      expect(report.verdict).toBe(verdict);
    });
  });

  describe('a Prometheus that fails', () => {
    const another = async () => {
      const started = await startPrometheus(program, {});
      onTestFinished(started.stop);
      return started;
    };

    test('hangs or is dead: an error', async () => {
      const { url, signal, stop } = await another();
      expect(await read(url, 'vector(1)')).toMatchObject({ state: 'value', value: 1 });
      signal('SIGSTOP');
      // A process of many threads does not stop at once: what is under way may still be answered.
      await vi.waitFor(
        async () =>
          expect(await read(url, 'vector(1)', { timeout: '500ms' })).toMatchObject({ state: 'error' }),
        { timeout: 10_000 },
      );
      await stop();
      expect(await read(url, 'vector(1)')).toMatchObject({
        state: 'error',
        detail: expect.stringMatching(/ECONNREFUSED/),
      });
    });

    test('dies during the load: its gate is an error, whatever was read before', async () => {
      const { url, stop } = await another();
      let dead: Promise<void> | undefined;
      const kill = () => {
        dead ??= stop();
        return dead;
      };
      const { report, states } = await gatesOf(
        { it: { promql: 'vector(1)', url } },
        ['signal(it) == 1'],
        kill,
      );
      expect(states).toMatchObject([{ state: 'error' }]);
      expect(report.verdict).not.toBe('PASS');
    });
  });
});
