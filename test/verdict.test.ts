import { describe, expect, test } from 'vitest';
import { CHECK_OUTCOMES, SEVERITIES } from '../src/model/finding.ts';
import type { GateResult } from '../src/model/gate.ts';
import { GATE_LEVELS, GATE_STATES } from '../src/model/gate.ts';
import type { FindingReport } from '../src/model/report.ts';
import { decide, EXIT_CODES, GENERATOR_LIMITS, generatorHealth, type VerdictInput } from '../src/verdict.ts';

function gate(some: Partial<GateResult> = {}): GateResult {
  return {
    id: 'g',
    expression: 'rate(5xx) <= 0.5%',
    kind: 'gate',
    level: 'required',
    state: 'pass',
    observed: 0,
    unit: 'ratio',
    n: 1000,
    bad: 0,
    nEffective: 1000,
    interval: null,
    confidence: 0.95,
    needed: 598,
    method: '',
    message: 'fine',
    notes: [],
    ...some,
  };
}

function finding(some: Partial<FindingReport> = {}): FindingReport {
  return {
    id: 'cors/wildcard',
    cases: ['CORS-O01'],
    title: 'no wildcard',
    outcome: 'pass',
    severity: 'high',
    kind: 'spec',
    message: 'seen',
    remedy: '',
    references: [],
    exchanges: [],
    required: false,
    ...some,
  };
}

const healthy = { sendLagP99: 1, eventLoopDelayP99: 5, cpu: 0.3, missedRate: 0, notes: [] };

function decided(some: Partial<VerdictInput> = {}) {
  return decide({
    gates: [gate()],
    findings: [finding()],
    blocking: 'medium',
    generator: generatorHealth(healthy),
    versions: [],
    versionDeclared: false,
    interrupted: false,
    scenarioExceptions: 0,
    planHasWork: true,
    today: '2026-06-15',
    ...some,
  });
}

const verdictOf = (some: Partial<VerdictInput>) => {
  const { verdict, decision, reasons } = decided(some);
  return [verdict, decision, ...reasons.map(({ code }) => code)];
};

test('everything proven is a pass', () => {
  expect(decided()).toEqual({ verdict: 'PASS', decision: 'PROMOTE', exitCode: 0, reasons: [] });
});

describe('a gate', () => {
  test.each([
    ['required', 'fail', ['FAIL', 'HOLD', 'gate_violated']],
    ['critical', 'fail', ['FAIL', 'ROLLBACK', 'gate_violated']],
    ['warn', 'fail', ['INCONCLUSIVE', 'HOLD', 'no_data']],
    ['required', 'inconclusive', ['INCONCLUSIVE', 'HOLD', 'insufficient_samples']],
    ['critical', 'no_data', ['INCONCLUSIVE', 'HOLD', 'no_data']],
    ['required', 'error', ['INCONCLUSIVE', 'HOLD', 'gate_error']],
  ] as const)('%s that ends %s', (level, state, expected) => {
    expect(verdictOf({ gates: [gate({ level, state })], findings: [] })).toEqual(expected);
  });

  test('that only warns never blocks', () => {
    for (const state of GATE_STATES)
      expect(decided({ gates: [gate(), gate({ level: 'warn', state })] }).verdict).toBe('PASS');
  });

  test('that is not proven never promotes, whatever its state and level', () => {
    for (const level of GATE_LEVELS.filter((it) => it !== 'warn'))
      for (const state of GATE_STATES.filter((it) => it !== 'pass'))
        expect(decided({ gates: [gate(), gate({ level, state })] }).decision).not.toBe('PROMOTE');
  });

  test('violation comes before doubt, and both are told', () => {
    expect(verdictOf({ gates: [gate({ state: 'no_data' }), gate({ state: 'fail' })] })).toEqual([
      'FAIL',
      'HOLD',
      'gate_violated',
      'no_data',
    ]);
  });
});

describe('a trigger', () => {
  const trigger = (state: GateResult['state'], expression = 'rate(5xx) > 1%') =>
    verdictOf({ gates: [gate(), gate({ kind: 'trigger', level: 'critical', state, expression })] });

  test.each([
    ['fail', ['FAIL', 'ROLLBACK', 'trigger_fired']],
    ['pass', ['PASS', 'PROMOTE']],
    ['not_evaluable', ['PASS', 'PROMOTE']],
    ['no_data', ['PASS', 'PROMOTE']],
  ] as const)('that ends %s', (state, expected) => {
    expect(trigger(state)).toEqual(expected);
  });

  test('on a signal that cannot be read is blind, which is no pass', () => {
    expect(trigger('error', 'signal(rls_errors) > 0')).toEqual(['INCONCLUSIVE', 'HOLD', 'gate_error']);
    expect(trigger('no_data', 'signal(rls_errors) > 0')).toEqual(['INCONCLUSIVE', 'HOLD', 'no_data']);
  });

  test('alone judges nothing', () => {
    expect(verdictOf({ gates: [gate({ kind: 'trigger' })], findings: [] })).toEqual([
      'INCONCLUSIVE',
      'HOLD',
      'no_data',
    ]);
  });
});

describe('a check', () => {
  test.each([
    ['critical', ['FAIL', 'ROLLBACK', 'check_failed']],
    ['high', ['FAIL', 'HOLD', 'check_failed']],
    ['medium', ['FAIL', 'HOLD', 'check_failed']],
    ['low', ['PASS', 'PROMOTE']],
    ['info', ['PASS', 'PROMOTE']],
  ] as const)('of severity %s that fails', (severity, expected) => {
    expect(verdictOf({ findings: [finding({ outcome: 'fail', severity })] })).toEqual(expected);
  });

  test('that fails on the baseline as well asks for no rollback', () => {
    const findings = [finding({ outcome: 'fail', severity: 'critical', preExisting: true })];
    expect(decided({ findings }).decision).toBe('HOLD');
  });

  test('whose risk is accepted does not block, up to and on its last day', () => {
    const accepted = (until: string) =>
      verdictOf({ findings: [finding({ outcome: 'fail', accepted: { reason: 'known', until } })] })[0];
    expect(accepted('2026-06-15')).toBe('PASS');
    expect(accepted('2026-06-14')).toBe('FAIL');
  });

  test.each([
    ['pass', ['PASS', 'PROMOTE']],
    ['not_applicable', ['PASS', 'PROMOTE']],
    ['inconclusive', ['INCONCLUSIVE', 'HOLD', 'check_unfinished']],
    ['error', ['INCONCLUSIVE', 'HOLD', 'check_unfinished']],
    ['not_run', ['INCONCLUSIVE', 'HOLD', 'check_unfinished']],
  ] as const)('that is required and ends %s', (outcome, expected) => {
    expect(verdictOf({ findings: [finding({ outcome, required: true })] })).toEqual(expected);
  });

  test('that was not authorised says so, where it is required', () => {
    const findings = [finding({ outcome: 'not_run', required: true, message: 'needs target.authorisation' })];
    expect(verdictOf({ findings })).toEqual(['INCONCLUSIVE', 'HOLD', 'not_authorised']);
  });

  test('that is not required blocks only where it fails', () => {
    for (const outcome of CHECK_OUTCOMES.filter((it) => it !== 'fail'))
      expect(decided({ findings: [finding({ outcome })] }).verdict).toBe('PASS');
  });

  test('at every severity blocks at or above the least that blocks, and not below', () => {
    for (const blocking of SEVERITIES)
      for (const severity of SEVERITIES) {
        const { verdict } = decided({ blocking, findings: [finding({ outcome: 'fail', severity })] });
        expect(verdict).toBe(SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(blocking) ? 'FAIL' : 'PASS');
      }
  });
});

describe('the run', () => {
  test('in which nothing was judged can never pass', () => {
    expect(verdictOf({ gates: [], findings: [] })).toEqual(['INCONCLUSIVE', 'HOLD', 'no_data']);
    expect(verdictOf({ gates: [], findings: [finding({ outcome: 'not_applicable' })] })[0]).toBe(
      'INCONCLUSIVE',
    );
    expect(verdictOf({ planHasWork: false })[0]).toBe('INCONCLUSIVE');
  });

  test('with checks alone may pass', () => {
    expect(verdictOf({ gates: [], generator: undefined })[0]).toBe('PASS');
  });

  const version = (version: string, requests: number, expected: boolean) => ({
    version,
    requests,
    expected,
    share: 0,
  });
  test.each([
    ['all answers from the declared version', [version('2', 1000, true)], 'PASS'],
    ['a single answer from another', [version('2', 99_999, true), version('1', 1, false)], 'INCONCLUSIVE'],
    ['no answer at all', [], 'INCONCLUSIVE'],
  ])('with %s', (_, versions, expected) => {
    const { verdict, reasons } = decided({ versions, versionDeclared: true });
    expect(verdict).toBe(expected);
    if (expected !== 'PASS')
      expect(reasons[0]).toMatchObject({
        code: 'version_unproven',
        text: expect.not.stringContaining('100 %'),
      });
  });

  test('whose script threw is no pass', () => {
    expect(verdictOf({ scenarioExceptions: 1 })).toEqual(['INCONCLUSIVE', 'HOLD', 'scenario_error']);
  });

  test.each([
    [true, 130],
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('that was interrupted (%s) exits with %i and never promotes', (interrupted, exitCode) => {
    expect(decided({ interrupted })).toMatchObject({ verdict: 'INCONCLUSIVE', decision: 'HOLD', exitCode });
    expect(decided({ interrupted, gates: [gate({ state: 'fail' })] })).toMatchObject({
      verdict: 'FAIL',
      exitCode,
    });
  });
});

describe('the generator', () => {
  const limits = GENERATOR_LIMITS;
  test.each([
    ['healthy', {}, false, false],
    ['at its limits', limits, false, false],
    ['sending late', { sendLagP99: limits.sendLagP99 + 1 }, true, false],
    ['stuck in its loop', { eventLoopDelayP99: limits.eventLoopDelayP99 + 1 }, true, false],
    ['out of processor', { cpu: 0.99 }, true, false],
    ['short of the planned rate', { missedRate: 0.02 }, false, true],
  ])('%s', (_, some, latencyFail, pass) => {
    const judged = generatorHealth({ ...healthy, ...some });
    expect(judged.voids).toMatchObject({ latencyFail, pass });
    expect(judged.healthy).toBe(!latencyFail && !pass);
    expect(judged.notes.length > 0).toBe(latencyFail || pass);
  });

  test('that missed its rate voids a pass, and no failure', () => {
    const generator = generatorHealth({ ...healthy, missedRate: 0.5 });
    expect(verdictOf({ generator })).toEqual(['INCONCLUSIVE', 'HOLD', 'generator']);
    expect(verdictOf({ generator, gates: [gate({ state: 'fail' })] })[0]).toBe('FAIL');
  });

  test('that lagged is the reason where a latency gate is left open', () => {
    const generator = generatorHealth({ ...healthy, sendLagP99: 50 });
    expect(verdictOf({ generator, gates: [gate({ state: 'inconclusive', unit: 'ms' })] })).toEqual([
      'INCONCLUSIVE',
      'HOLD',
      'generator',
    ]);
    expect(verdictOf({ generator })[0]).toBe('PASS');
  });
});

test('every exit code is there once', () => {
  expect(EXIT_CODES.map(({ code }) => code)).toEqual([0, 1, 2, 3, 4, 5, 130, 143]);
});
