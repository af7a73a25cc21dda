import { describe, expect, test } from 'vitest';
import { columns } from '../../reporters/terminal/layout.ts';
import { terminal } from '../../reporters/terminal.ts';
import { makeCheck, makeGate, makeReport, makeScenario } from './fixture.ts';
import { expectGolden, rendered } from './golden.ts';
import { HOSTILE, poisoned } from './hostile.ts';
import { failing, inconclusive } from './variants.ts';

/** Our own colours, and nothing else that begins with ESC. */
const SGR = /\u001b\[(?:0|1|2|22|3[0-9]|1;(?:30|97);4[0-9])m/g;
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u2028-\u202e\u2066-\u2069]/;

const VARIANTS = { pass: makeReport(), fail: failing(), inconclusive: inconclusive() };

describe('the terminal report', () => {
  test.each(Object.entries(VARIANTS))('of a run that ended in %s reads as kept', (name, report) => {
    expectGolden(`terminal-${name}.txt`, rendered(terminal, report));
  });

  test('in colour says the same', () => {
    for (const report of Object.values(VARIANTS))
      expect(rendered(terminal, report, true).replace(SGR, '')).toBe(rendered(terminal, report));
    expect(rendered(terminal, VARIANTS.pass, true)).toMatch(SGR);
  });

  test('without colour has no escape at all', () => {
    expect(rendered(terminal, failing())).not.toContain('\u001b');
  });

  test('names the decision, the verdict and the exit code before anything else', () => {
    const first = rendered(terminal, failing()).split('\n').slice(0, 3).join('\n');
    expect(first).toMatch(/ROLLBACK.*FAIL · exit 1/);
  });

  test.each([60, 80, 100, 120])('keeps to %i columns', (width) => {
    for (const report of Object.values(VARIANTS)) {
      const long = rendered(terminal, report, false, width)
        .split('\n')
        .filter((line) => columns(line) > width && !line.includes('  canary-gate '));
      expect(long).toEqual([]);
    }
  });

  test('names endings that never occurred', () => {
    expect(rendered(terminal, makeReport())).toContain(
      'none: unexpected, 4xx, 429, 5xx, network, timeout, dropped, cut',
    );
  });

  test('shows no more endpoints than can be read', () => {
    const endpoint = makeScenario().endpoints[0]!;
    const endpoints = Array.from({ length: 1000 }, (_, at) => ({ ...endpoint, name: `path-${at}` }));
    const text = rendered(
      terminal,
      makeReport({ load: { seconds: 1, scenarios: [makeScenario({ endpoints })] } }),
    );
    expect(text).toContain('975 more endpoints are in report.json');
    expect(text).not.toContain('path-25');
  });

  test('says that an acceptance is no longer needed', () => {
    const check = makeCheck({ accepted: { reason: 'soon', until: '2027-01-31' } });
    expect(rendered(terminal, makeReport({ checks: [check] }))).toMatch(/no longer\s+needed/);
  });

  test.each([60, 100])('names all rows of the catalogue within %i columns', (width) => {
    const cases = Array.from({ length: 30 }, (_, at) => `CORS-O${at + 1}`);
    const check = makeCheck({ outcome: 'fail', cases, required: true });
    const lines = rendered(terminal, makeReport({ checks: [check] }), false, width).split('\n');
    expect(lines.filter((line) => columns(line) > width && !line.includes('  canary-gate '))).toEqual([]);
    for (const row of cases)
      expect(
        lines.some((line) => line.includes(row)),
        row,
      ).toBe(true);
  });

  test.each([
    ['the baseline shows it too', { preExisting: true }],
    [
      'the plan makes it high instead of low: internal',
      { severityGiven: { from: 'low', reason: 'internal' } },
    ],
    [
      'accepted until 2026-11-25 (5 days left): known',
      { accepted: { reason: 'known', until: '2026-11-25' } },
    ],
  ] as const)('says "%s"', (said, overrides) => {
    const checks = [makeCheck({ outcome: 'fail', ...overrides })];
    expect(rendered(terminal, makeReport({ checks }), false, 120)).toContain(said);
  });

  test('works with nothing to show', () => {
    const empty = makeReport({
      gates: [],
      checks: [],
      load: { seconds: 0, scenarios: [] },
      series: [],
      signals: [],
      versions: [],
    });
    expect(rendered(terminal, empty)).toContain('PROMOTE');
  });

  test('copes with long series and with coarse ones', () => {
    const points = (step: number) =>
      Array.from({ length: 600 }, (_, at) => ({
        ...makeReport().series[0]!,
        second: at * step,
        outcomes: { ok: 10 * step },
      }));
    for (const step of [1, 60]) {
      const text = rendered(terminal, makeReport({ series: points(step) }));
      expect(text).toMatch(/requests\/s █+ peak 10/);
    }
  });

  test('sets the level of a gate beside it where that is not the usual one', () => {
    const text = rendered(terminal, makeReport({ gates: [makeGate({ level: 'warn' })] }));
    expect(text).toContain('(warn)');
  });
});

describe('a hostile target changes nothing of the terminal report but words', () => {
  test.each(HOSTILE)('%s', (_, text) => {
    const shown = rendered(terminal, poisoned(text), true).replace(SGR, '');
    expect(shown).not.toMatch(CONTROL);
    expect(shown.length).toBeLessThan(120_000);
    for (const line of shown.split('\n')) {
      expect(line.trim()).not.toMatch(/^::[a-z]/i);
      expect(line).not.toContain('##[');
    }
  });
});
