import { describe, expect, test } from 'vitest';
import { TOOLS } from '../../bench/truth/peers/all.ts';
import type { Load, Peer } from '../../bench/truth/peers/peer.ts';
import { findProgram } from '../../bench/truth/programs.ts';
import { loadPlanData } from '../../src/plan/load.ts';

const LOAD: Load = { url: 'http://127.0.0.1:8080/work', rate: 200, seconds: 60, waiting: 400, meanDelay: 1 };

const percentiles = { p50: 1, p95: 2, p99: 3 };
const timing = { count: 9, min: 1, mean: 2, p90: 2, max: 3, ...percentiles };
const REPORT = {
  verdict: 'INCONCLUSIVE',
  reasons: [{ code: 'generator', text: 'late' }],
  generator: { healthy: false, sendLagP99: 1, eventLoopDelayP99: 1, cpu: 1, missedRate: 0, notes: ['lag'] },
  load: {
    seconds: 60,
    scenarios: [
      {
        ...{ name: 'load', kind: 'load', executor: 'constant-arrival-rate', arm: 'canary', requests: 9 },
        ...{ outcomes: { ok: 9 }, bytes: 1, rate: 1, latency: timing, service: { ...timing, p50: 0.5 } },
        ...{
          duration: timing,
          firstEvent: null,
          queued: 0,
          dropped: 0,
          maxVUsUsed: 1,
          plannedRate: 1,
          achievedRate: 1,
          iterations: 9,
        },
        ...{ exceptions: { count: 0, messages: [] }, throttledMs: 0, endpoints: [], classes: [], custom: [] },
      },
    ],
  },
};

/** Shortened output of each tool, and what it says. */
const OUTPUTS: Readonly<Record<string, { text: string; told: object }>> = {
  'canary-gate': {
    text: JSON.stringify(REPORT),
    told: {
      percentiles,
      service: { ...percentiles, p50: 0.5 },
      notes: ['INCONCLUSIVE: late', 'lag'],
    },
  },
  wrk: {
    text: 'Running 5s test @ http://127.0.0.1:1/work\n  Latency    22.95ms   12.97ms\n\n{"p50":20167,"p95":46293,"p99":68897}\n',
    told: { percentiles: { p50: 20.167, p95: 46.293, p99: 68.897 } },
  },
  hey: {
    text: 'Latency distribution:\n  10%% in 0.0106 secs\n  50%% in 0.0203 secs\n  95% in 0.0467 secs\n  99% in 0.0700 secs\n',
    told: { percentiles: { p50: 20.3, p95: 46.7, p99: 70 } },
  },
  autocannon: {
    text: '{"latency":{"average":15.56,"p50":12,"p97_5":50,"p99":65}}',
    told: { percentiles: { p50: 12, p99: 65 } },
  },
  'autocannon -C': {
    text: '{"latency":{"average":15.56,"p50":20,"p97_5":50,"p99":68}}',
    told: { percentiles: { p50: 20, p99: 68 } },
  },
  vegeta: {
    text: '{"latencies":{"50th":20405820,"90th":38924800,"95th":46599457,"99th":69582938}}',
    told: { percentiles: { p50: 20.40582, p95: 46.599457, p99: 69.582938 } },
  },
  oha: {
    text: '{"latencyPercentiles":{"p50":0.020027562,"p95":0.046305756,"p99":0.069808407}}',
    told: { percentiles: { p50: 20.027562, p95: 46.305756, p99: 69.808407 } },
  },
  k6: {
    text: '{"metrics":{"http_req_duration":{"values":{"p(50)":20.1,"p(95)":46.3,"p(99)":68.9}},"dropped_iterations":{"values":{"count":7}}}}',
    told: { percentiles: { p50: 20.1, p95: 46.3, p99: 68.9 }, notes: ['7 arrivals dropped'] },
  },
  Artillery: {
    text: '{"aggregate":{"summaries":{"http.response_time":{"p50":29.1,"p95":125.2,"p99":179.5}}}}',
    told: { percentiles: { p50: 29.1, p95: 125.2, p99: 179.5 } },
  },
};

describe.each(TOOLS.map((tool) => [tool.name, tool] as const))('%s', (name, tool) => {
  test('its output is read in milliseconds', () => {
    const { text, told } = OUTPUTS[name]!;
    expect(rounded(tool.read(text))).toEqual(told);
  });

  test('output without percentiles is no result', () => {
    expect(() => tool.read('{}')).toThrow();
    expect(() => tool.read('connection refused')).toThrow();
  });

  test('is given the URL, the rate or a pause, and the length', () => {
    const given = JSON.stringify([tool.files?.(LOAD), tool.commands(LOAD)]);
    for (const part of ['127.0.0.1:8080', '/work', '60']) expect(given).toContain(part);
  });
});

test('canary-gate says why it did not begin', () => {
  expect(() =>
    tool('canary-gate').read('{"exitCode":4,"error":"start","message":"nothing listens"}'),
  ).toThrow('nothing listens');
});

test('the plan for canary-gate is a plan', async () => {
  const plan = JSON.parse(tool('canary-gate').files?.(LOAD)['truth.plan.json'] as string);
  const known = { checks: [], reporters: ['junit', 'markdown'] };
  const loaded = await loadPlanData(plan, 'truth.plan.json', { env: {}, cwd: '.', known });
  expect(loaded.plan.scenarios['load']).toMatchObject({ rate: 200, preAllocatedVUs: 400 });
});

test('closed loops come near to the rate by what each worker may do', () => {
  expect(tool('hey').commands(LOAD)[0]).toEqual(expect.arrayContaining(['-c', '50', '-q', '4']));
  // 50 workers at 200/s: one request every 250 ms, of which the answer takes 1; so pauses up to twice 249.
  expect(tool('wrk').files?.(LOAD)['truth.lua']).toContain('random(0, 498)');
});

test('programs are looked for in BENCH_PATH and on PATH', () => {
  expect(findProgram('sh', { PATH: '/usr/bin:/bin' })).toMatch(/\/sh$/);
  expect(findProgram('sh', { BENCH_PATH: '/bin', PATH: '/usr/bin' })).toBe('/bin/sh');
  expect(findProgram('no-such-program', { PATH: '/usr/bin:/bin' })).toBeUndefined();
  expect(findProgram(process.execPath, {})).toBe(process.execPath);
});

function tool(name: string): Peer {
  return TOOLS.find((one) => one.name === name)!;
}

/** Units are converted in floating point. */
function rounded(value: object): object {
  return JSON.parse(JSON.stringify(value), (_, part) =>
    typeof part === 'number' ? Number(part.toFixed(9)) : part,
  );
}
