import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { junit } from '../../reporters/junit.ts';
import type { Report } from '../../src/model/report.ts';
import { makeCheck, makeGate, makeReport, makeScenario } from './fixture.ts';
import { expectGolden, rendered } from './golden.ts';
import { HOSTILE, poisoned } from './hostile.ts';
import { failing, inconclusive } from './variants.ts';

type Attributes = Record<string, string>;
interface Case extends Attributes {
  name: string;
  classname: string;
}
type Node = Case & { failure?: unknown; error?: Attributes; skipped?: unknown };
interface Suite {
  name: string;
  tests: string;
  failures: string;
  errors: string;
  skipped: string;
  testcase: Node[];
}

const LISTS = ['testsuite', 'testcase'];
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseAttributeValue: false,
  isArray: (name) => LISTS.includes(name),
});

function parsed(report: Report): { suites: Suite[]; root: Suite } {
  const text = rendered(junit, report);
  expect(XMLValidator.validate(text)).toBe(true);
  const root = parser.parse(text).testsuites as Suite & { testsuite: Suite[] };
  return { root, suites: root.testsuite };
}

function casesOf(report: Report): Node[] {
  return parsed(report).suites.flatMap((suite) => suite.testcase);
}

function endingOf(node: Node | undefined): string {
  return ['failure', 'error', 'skipped'].find((name) => node !== undefined && name in node) ?? 'passed';
}

const VARIANTS = { pass: makeReport(), fail: failing(), inconclusive: inconclusive() };

describe('the JUnit report', () => {
  test.each(Object.entries(VARIANTS))('of a run that ended in %s reads as kept', (name, report) => {
    expectGolden(`junit-${name}.xml`, rendered(junit, report));
  });

  test.each(Object.entries(VARIANTS))('counts what it holds (%s)', (_, report) => {
    const { root, suites } = parsed(report);
    for (const suite of [...suites, { ...root, testcase: suites.flatMap((one) => one.testcase) }]) {
      const amount = (ending: string) => suite.testcase.filter((node) => endingOf(node) === ending).length;
      expect(Number(suite.tests)).toBe(suite.testcase.length);
      expect(Number(suite.failures)).toBe(amount('failure'));
      expect(Number(suite.errors)).toBe(amount('error'));
      expect(Number(suite.skipped)).toBe(amount('skipped'));
    }
  });

  test('is green for PASS and red for everything else, whatever the reason', () => {
    const red = (report: Report) =>
      casesOf(report).some((node) => ['failure', 'error'].includes(endingOf(node)));
    expect(red(makeReport())).toBe(false);
    expect(red(failing())).toBe(true);
    expect(red(inconclusive())).toBe(true);
    expect(red(makeReport({ verdict: 'INCONCLUSIVE', decision: 'HOLD', exitCode: 3 }))).toBe(true);
  });

  test('has unique names, even where the plan repeats itself', () => {
    const names = casesOf(makeReport({ gates: [makeGate(), makeGate(), makeGate({ kind: 'trigger' })] })).map(
      (node) => node.name,
    );
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('an outcome becomes an ending', () => {
  test.each([
    ['pass', 'required', 'passed'],
    ['fail', 'required', 'failure'],
    ['fail', 'critical', 'failure'],
    ['inconclusive', 'required', 'error'],
    ['no_data', 'critical', 'error'],
    ['error', 'required', 'error'],
    ['fail', 'warn', 'skipped'],
    ['no_data', 'warn', 'skipped'],
    ['pass', 'warn', 'passed'],
  ] as const)('gate %s at level %s: %s', (state, level, ending) => {
    const gate = casesOf(makeReport({ gates: [makeGate({ state, level })] })).find((node) =>
      node.classname.endsWith('.gates'),
    );
    expect(endingOf(gate)).toBe(ending);
    if (ending === 'error') expect(gate?.error?.['type']).toBe(state);
  });

  test.each([
    ['pass', {}, 'passed'],
    ['fail', {}, 'failure'],
    ['fail', { severity: 'low' }, 'skipped'],
    ['fail', { accepted: { reason: 'known', until: '2027-01-31' } }, 'skipped'],
    ['error', {}, 'error'],
    ['inconclusive', {}, 'skipped'],
    ['inconclusive', { required: true }, 'error'],
    ['not_run', {}, 'skipped'],
    ['not_run', { required: true }, 'error'],
    ['not_applicable', { required: true }, 'skipped'],
  ] as const)('check %s with %o: %s', (outcome, overrides, ending) => {
    const check = casesOf(makeReport({ checks: [makeCheck({ outcome, ...overrides })] })).find((node) =>
      node.classname.endsWith('.checks.cors'),
    );
    expect(endingOf(check)).toBe(ending);
  });

  test('a script that threw and a scenario that sent nothing are errors', () => {
    const scenarios = [
      makeScenario({ name: 'threw', exceptions: { count: 1, messages: ['TypeError'] } }),
      makeScenario({ name: 'idle', requests: 0, outcomes: {} }),
      makeScenario({ name: 'fine' }),
    ];
    const cases = casesOf(makeReport({ load: { seconds: 1, scenarios } })).filter((node) =>
      node.classname.endsWith('.scenarios'),
    );
    expect(cases.map(endingOf)).toEqual(['error', 'error', 'passed']);
  });
});

describe('a hostile target changes nothing of the JUnit report but words', () => {
  const shape = (report: Report) =>
    parsed(report).suites.map((suite) => [
      suite.name,
      suite.testcase.map((node) => `${node.classname} ${endingOf(node)}`),
    ]);

  test.each(HOSTILE)('%s', (_, text) => {
    const report = poisoned(text);
    expect(shape(report)).toEqual(shape(poisoned('x')));
    const xml = rendered(junit, report);
    expect(xml).not.toMatch(/[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
    expect(xml).not.toContain('[[');
    expect(xml.length).toBeLessThan(300_000);
  });
});
