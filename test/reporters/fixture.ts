import type { GateResult } from '../../src/model/gate.ts';
import { type LoadSummary, Report, type ScenarioReport } from '../../src/model/report.ts';

/** A complete report of a passing run; every part can be replaced. */
export function makeReport(overrides: Partial<Report> = {}): Report {
  return Report.parse({ ...PASSING, ...overrides });
}

/** A gate that passed; every part can be replaced. */
export function makeGate(overrides: Partial<GateResult> = {}): GateResult {
  return { ...PASSING.gates[0]!, ...overrides };
}

type Check = Report['checks'][number];

/** A check that passed; every part can be replaced. */
export function makeCheck(overrides: Partial<Check> = {}): Check {
  return {
    id: 'cors/null-origin',
    cases: ['CORS-O02'],
    title: 'The origin "null" is never granted',
    outcome: 'pass',
    severity: 'high',
    kind: 'exploit',
    message: 'Origin "null" was answered without Access-Control-Allow-Origin.',
    remedy: 'Take "null" out of the list of allowed origins.',
    references: ['https://fetch.spec.whatwg.org/#http-cors-protocol'],
    exchanges: ['cors/null-origin#1'],
    required: false,
    ...overrides,
  };
}

/** Counts and timings of a group of samples; every part can be replaced. */
export function makeSummary(overrides: Partial<LoadSummary> = {}): LoadSummary {
  const times = { count: 5000, min: 3.1, mean: 24.2, p50: 21.4, p90: 48.8, p95: 61.2, p99: 187.4, max: 402 };
  return {
    requests: 5000,
    outcomes: { ok: 5000 },
    bytes: 1_250_000,
    rate: 200,
    latency: times,
    service: times,
    duration: times,
    firstEvent: null,
    ...overrides,
  };
}

export function makeScenario(overrides: Partial<ScenarioReport> = {}): ScenarioReport {
  return {
    ...makeSummary(overrides),
    name: 'search-load',
    kind: 'load',
    executor: 'constant-arrival-rate',
    arm: 'canary',
    queued: 0,
    dropped: 0,
    maxVUsUsed: 10,
    plannedRate: 200,
    achievedRate: 199.8,
    iterations: 5000,
    exceptions: { count: 0, messages: [] },
    throttledMs: 0,
    endpoints: [
      { name: 'search', ...makeSummary({ requests: 4000, outcomes: { ok: 4000 }, rate: 160 }) },
      { name: 'details', ...makeSummary({ requests: 1000, outcomes: { ok: 1000 }, rate: 40 }) },
    ],
    classes: [],
    custom: [],
    ...overrides,
  };
}

function passed(family: string, amount: number): Check[] {
  return Array.from({ length: amount }, (_, at) =>
    makeCheck({ id: `${family}/check-${at + 1}`, cases: [`${family.toUpperCase()}-${at + 1}`] }),
  );
}

/** Twenty seconds with a stall in the middle. */
function series(): Report['series'] {
  return Array.from({ length: 25 }, (_, second) => ({
    second,
    scenario: 'search-load',
    endpoint: 'search',
    arm: 'canary' as const,
    phase: 'load' as const,
    outcomes: { ok: second < 3 ? 80 * (second + 1) : 200 },
    p50: 21,
    p95: second === 12 ? 187 : 55 + (second % 4) * 4,
    p99: 190,
  }));
}

const GATE: GateResult = {
  id: 'p95-latency',
  expression: 'p95(latency) <= 220ms',
  kind: 'gate',
  level: 'required',
  state: 'pass',
  observed: 61.2,
  unit: 'ms',
  n: 5000,
  bad: 12,
  nEffective: 4800,
  interval: [58.4, 66.1],
  confidence: 0.95,
  needed: 59,
  method: 'clopper-pearson',
  message: 'At most 0.39 % of requests were slower than 220 ms or failed; 5 % are allowed.',
  notes: ['Requests of one second resemble each other: 5,000 count as 4,800.'],
};

const PASSING: Report = {
  schema: 'canary-gate/report@1',
  tool: { name: 'canary-gate', version: '0.1.0' },
  run: {
    id: '20261120T194500Z-4f2a',
    startedAt: '2026-11-20T19:45:00.000Z',
    endedAt: '2026-11-20T19:45:47.000Z',
    interrupted: false,
    folder: 'canary-runs/20261120T194500Z-4f2a',
    seed: 1,
    subject: { version: '1.9.0', commit: '9af822b' },
  },
  targets: {
    canary: {
      url: 'http://127.0.0.1:4010',
      protocol: 'h1',
      insecure: false,
      loopback: true,
      authorised: false,
    },
  },
  plan: {
    name: 'scholarship',
    file: 'scenarios/scholarship/canary.plan.ts',
    sha256: '3f2a9c0d51b7e8f4a6c2d9e1b0f3a5c7d8e9f0a1b2c3d4e5f60718293a4b5c6d',
    blocking: 'medium',
  },
  engine: { id: 'embedded', title: 'the embedded engine' },
  verdict: 'PASS',
  decision: 'PROMOTE',
  exitCode: 0,
  reasons: [],
  generator: {
    healthy: true,
    sendLagP99: 0.8,
    eventLoopDelayP99: 2.1,
    cpu: 0.31,
    missedRate: 0,
    notes: [],
  },
  versions: [{ version: '1.9.0', requests: 5000, share: 1, expected: true }],
  gates: [
    GATE,
    {
      ...GATE,
      id: 'rate-5xx',
      expression: 'rate(5xx) <= 0.5%',
      observed: 0,
      unit: 'ratio',
      bad: 0,
      interval: [0, 0.0006],
      needed: 598,
    },
    {
      ...GATE,
      id: 'availability',
      expression: 'availability{endpoint=search} >= 99.9%',
      level: 'critical',
      observed: 1,
      unit: 'ratio',
      bad: 0,
      n: 4000,
      interval: [0.99925, 1],
      needed: 2995,
      notes: [],
    },
    {
      ...GATE,
      id: 'p95-trigger',
      kind: 'trigger',
      level: 'critical',
      expression: 'p95(latency)[1m] > 250ms for 10m -> rollback',
      state: 'not_evaluable',
      observed: null,
      interval: null,
      needed: null,
      message: 'It takes 10m of data and the load lasted 25 s.',
      notes: [],
      action: 'rollback',
    },
  ],
  checks: [
    ...passed('cors', 12),
    ...passed('jwt', 11),
    ...passed('headers', 5),
    makeCheck({
      id: 'tenancy/isolation',
      cases: ['TEN-01'],
      outcome: 'not_applicable',
      message: 'Declare policy.tenancy to have it checked.',
    }),
  ],
  load: { seconds: 25, scenarios: [makeScenario()] },
  signals: [{ name: 'db_pool', readings: 6, last: 0.41, state: 'value' }],
  series: series(),
  notes: [],
};
