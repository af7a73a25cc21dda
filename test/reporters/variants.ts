import type { Report } from '../../src/model/report.ts';
import { makeCheck, makeGate, makeReport, makeScenario, makeSummary } from './fixture.ts';

/** A run that proved violations: gates of every state, checks of every outcome, a flood, odd endings. */
export function failing(): Report {
  const base = makeReport();
  return makeReport({
    verdict: 'FAIL',
    decision: 'ROLLBACK',
    exitCode: 1,
    reasons: [
      { code: 'gate_violated', text: 'rate(5xx) <= 0.5%: 1.34 %, and at least 1.07 % with 95 % confidence' },
      { code: 'trigger_fired', text: 'signal(db_pool) > 85% for 5s -> rollback' },
      { code: 'check_failed', text: 'jwt/alg-none (critical): a token without signature was accepted' },
    ],
    targets: {
      canary: {
        url: 'https://canary.example.test',
        protocol: 'h2',
        insecure: true,
        loopback: false,
        authorised: true,
      },
      baseline: {
        url: 'https://www.example.test',
        protocol: 'h1',
        insecure: false,
        loopback: false,
        authorised: true,
      },
    },
    gates: [...failingGates(), ...base.gates],
    checks: [...failingChecks(), ...base.checks],
    load: { seconds: 25, scenarios: [burst(), flood()] },
    versions: [
      { version: '1.9.0', requests: 4700, share: 0.94, expected: true },
      { version: '1.8.2', requests: 300, share: 0.06, expected: false },
    ],
    notes: ['Active checks were authorised by the platform team until 2027-01-31.'],
  });
}

/** A run with too little data to decide, interrupted. */
export function inconclusive(): Report {
  const base = makeReport();
  return makeReport({
    run: { ...base.run, interrupted: true },
    verdict: 'INCONCLUSIVE',
    decision: 'HOLD',
    exitCode: 130,
    reasons: [
      {
        code: 'interrupted',
        text: 'The run was interrupted after 5 s; what was measured until then is kept.',
      },
      { code: 'insufficient_samples', text: 'rate(5xx) <= 0.5%: 100 requests, 598 are needed' },
    ],
    gates: [
      makeGate({
        id: 'rate-5xx',
        expression: 'rate(5xx) <= 0.5%',
        state: 'inconclusive',
        unit: 'ratio',
        observed: 0,
        n: 100,
        bad: 0,
        interval: [null, 0.0295],
        needed: 598,
        message: 'None of 100 requests was bad; 598 without a bad one would prove it.',
        notes: [],
      }),
    ],
    checks: [],
    load: { seconds: 5, scenarios: [] },
    generator: { ...base.generator, healthy: false, notes: ['The event loop stood still for 310 ms.'] },
    series: [],
    signals: [{ name: 'db_pool', readings: 0, last: null, state: 'error', detail: 'connection refused' }],
  });
}

function failingGates() {
  return [
    makeGate({
      id: 'rate-5xx-canary',
      expression: 'rate(5xx){scenario=burst} <= 0.5%',
      level: 'critical',
      state: 'fail',
      unit: 'ratio',
      observed: 0.0134,
      bad: 67,
      interval: [0.0107, 0.0165],
      message: '67 of 5,000 requests were answered with 5xx; 0.5 % are allowed.',
    }),
    makeGate({
      id: 'first-event',
      expression: 'p95(first_event){endpoint=answers} < 1500ms',
      state: 'no_data',
      observed: null,
      n: 0,
      bad: 0,
      interval: null,
      needed: 59,
      message: 'No stream was opened.',
      notes: [],
    }),
    makeGate({
      id: 'pool',
      expression: 'signal(db_pool) <= 75%',
      level: 'warn',
      state: 'error',
      unit: 'ratio',
      observed: null,
      n: 0,
      interval: null,
      needed: null,
      message: 'The signal could not be read: HTTP 503.',
      notes: [],
    }),
    makeGate({
      id: 'pool-trigger',
      kind: 'trigger',
      level: 'critical',
      expression: 'signal(db_pool) > 85% for 5s -> rollback',
      state: 'fail',
      unit: 'ratio',
      observed: 0.913,
      n: 6,
      interval: null,
      needed: null,
      message: 'Above 85 % from second 12 to second 25.',
      notes: [],
      action: 'rollback',
    }),
  ];
}

function failingChecks() {
  return [
    makeCheck({
      id: 'jwt/alg-none',
      cases: ['JWT-S01'],
      title: 'A token without a signature is rejected',
      outcome: 'fail',
      severity: 'critical',
      message: 'GET /v1/search answered 200 to a token whose alg is "none".',
      remedy: 'Verify with a list of allowed algorithms that does not hold "none".',
    }),
    makeCheck({
      id: 'jwt/expired-twice',
      cases: ['JWT-C02', 'JWT-C03'],
      title: 'A token that expired is rejected for good',
      outcome: 'fail',
      severity: 'high',
      kind: 'spec',
      message: 'GET /v1/search answered 200 to a token that had expired an hour ago.',
      remedy: 'Compare exp with the clock at every request.',
      references: ['RFC 7519 section 4.1.4'],
      preExisting: true,
      severityGiven: { from: 'critical', reason: 'tokens live for a minute only' },
    }),
    makeCheck({
      id: 'headers/server-banner',
      cases: ['HDR-11'],
      title: 'No header names the version of the server software',
      outcome: 'fail',
      severity: 'low',
      kind: 'policy',
      message: 'Server: "nginx/1.25.3"',
      remedy: 'Switch the banner off (server_tokens off).',
    }),
    makeCheck({
      id: 'cors/wildcard',
      cases: ['CORS-O05'],
      title: 'Credentials are never combined with a wildcard',
      outcome: 'fail',
      severity: 'medium',
      message: 'Access-Control-Allow-Origin: "*" on a route with cookies.',
      accepted: { reason: 'public data only, see SEC-112', until: '2026-12-31' },
    }),
    makeCheck({
      id: 'jwt/expired',
      cases: ['JWT-C01'],
      title: 'An expired token is rejected',
      outcome: 'inconclusive',
      severity: 'high',
      required: true,
      message: 'The control was answered 429: the limit was used up before the probe.',
    }),
    makeCheck({
      id: 'health/ready',
      cases: ['HLT-02'],
      title: 'The readiness probe tells when a dependency is down',
      outcome: 'error',
      severity: 'medium',
      message: 'connect ECONNREFUSED',
    }),
    makeCheck({
      id: 'jwt/replay',
      cases: ['RPL-01'],
      outcome: 'not_run',
      message: 'The target is not loopback and the plan holds no authorisation.',
    }),
  ];
}

function burst() {
  return makeScenario({
    name: 'burst',
    executor: 'per-vu-iterations',
    plannedRate: null,
    requests: 5000,
    outcomes: {
      ok: 4880,
      unexpected: 3,
      '4xx': 4,
      '429': 20,
      '5xx': 67,
      network: 12,
      timeout: 9,
      dropped: 5,
    },
    dropped: 5,
    throttledMs: 3200,
    exceptions: { count: 2, messages: ["TypeError: Cannot read properties of undefined (reading 'id')"] },
    custom: [{ name: 'hits', count: 500, sum: 11_250, values: null }],
  });
}

function flood() {
  return makeScenario({
    name: 'limit-search',
    kind: 'flood',
    executor: 'shared-iterations',
    plannedRate: null,
    requests: 120,
    outcomes: { ok: 60, '429': 60 },
    endpoints: [
      {
        name: 'search',
        ...makeSummary({ requests: 120, outcomes: { ok: 60, '429': 60 }, rate: 40, latency: null }),
      },
    ],
  });
}
