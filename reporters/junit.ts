import type { Report } from '../src/model/report.ts';
import type { Reporter } from '../src/model/reporter.ts';
import { type Case, checkCase, type Ending, gateCase, scenarioCase, verdictCase } from './junit/cases.ts';
import { type Attributes, element, textElement } from './junit/xml.ts';
import { tame } from './text/tame.ts';
import { runSeconds } from './text/words.ts';

/**
 * JUnit XML for GitLab, Jenkins and other viewers. There is no official schema; this is the subset that all of them
 * read: no nested suites, no CDATA, unique names, counts that add up.
 */
export const junit: Reporter = {
  id: 'junit',
  title: 'JUnit XML for GitLab, Jenkins and other CI servers',
  file: 'junit.xml',
  *render(report) {
    const suites = uniqueNames(suitesOf(report)).filter((suite) => suite.cases.length > 0);
    const all = suites.flatMap((suite) => suite.cases);
    const inside = suites.flatMap((suite) => [...suiteElement(suite, report)]);
    yield '<?xml version="1.0" encoding="UTF-8"?>\n';
    const attributes = { name: 'canary-gate', ...counts(all), time: runSeconds(report).toFixed(3) };
    for (const line of element('testsuites', attributes, inside)) yield `${line}\n`;
  },
};

interface Suite {
  readonly name: string;
  readonly seconds: number;
  readonly cases: readonly Case[];
}

function suitesOf(report: Report): Suite[] {
  const gates = (kind: 'gate' | 'trigger') => report.gates.filter((gate) => gate.kind === kind).map(gateCase);
  return [
    { name: 'verdict', seconds: 0, cases: [verdictCase(report)] },
    { name: 'gates', seconds: 0, cases: gates('gate') },
    { name: 'triggers', seconds: 0, cases: gates('trigger') },
    { name: 'checks', seconds: 0, cases: report.checks.map((check) => checkCase(check, report)) },
    { name: 'scenarios', seconds: report.load.seconds, cases: report.load.scenarios.map(scenarioCase) },
  ];
}

/** GitLab drops cases whose name it has seen: the first wins. */
function uniqueNames(suites: readonly Suite[]): Suite[] {
  const seen = new Set<string>();
  const unique = (name: string): string => {
    let candidate = name;
    for (let copy = 2; seen.has(candidate); copy++) candidate = `${name} (${copy})`;
    seen.add(candidate);
    return candidate;
  };
  return suites.map((suite) => ({
    ...suite,
    cases: suite.cases.map((one) => ({ ...one, name: unique(harmless(one.name)) })),
  }));
}

function* suiteElement(suite: Suite, report: Report): Generator<string> {
  const attributes = {
    name: suite.name,
    ...counts(suite.cases),
    time: suite.seconds.toFixed(3),
    timestamp: report.run.startedAt.slice(0, 19),
  };
  const inside = suite.cases.flatMap((one) => [...caseElement(one, report)]);
  yield* element('testsuite', attributes, [...properties(suite, report), ...inside]);
}

/** Facts of the run, once in the file. */
function properties(suite: Suite, report: Report): string[] {
  if (suite.name !== 'verdict') return [];
  const facts: Attributes = {
    'canary-gate': report.tool.version,
    run: report.run.id,
    decision: report.decision,
    verdict: report.verdict,
    exitCode: report.exitCode,
    plan: report.plan.file,
    planSha256: report.plan.sha256,
    ...report.run.subject,
    evidence: report.run.folder,
  };
  const rows = Object.entries(facts).flatMap(([name, value]) => [
    ...element('property', { name, value: harmless(String(value)) }),
  ]);
  return [...element('properties', {}, rows)];
}

function* caseElement(one: Case, report: Report): Generator<string> {
  const attributes = {
    classname: `${harmless(report.plan.name)}.${harmless(one.group)}`,
    name: one.name,
    time: '0.000',
    file: harmless(report.plan.file),
  };
  const message = harmless(one.message);
  const detail = one.detail.map(harmless).join('\n');
  const inside = {
    passed: () => [textElement('system-out', {}, detail)],
    failure: () => [textElement('failure', { type: one.type ?? 'fail', message }, `${message}\n${detail}`)],
    error: () => [textElement('error', { type: one.type ?? 'error', message }, `${message}\n${detail}`)],
    // GitLab reads the text of an element, Jenkins its message.
    skipped: () => [textElement('skipped', { message }, message)],
  }[one.ending]();
  yield* element('testcase', attributes, inside);
}

function counts(cases: readonly Case[]): Attributes {
  const of = (ending: Ending) => cases.filter((one) => one.ending === ending).length;
  return { tests: cases.length, failures: of('failure'), errors: of('error'), skipped: of('skipped') };
}

/** GitLab takes `[[ATTACHMENT|path]]` in the output of a case for a file to publish. */
function harmless(text: string): string {
  return tame(text).replaceAll('[[', '[ [');
}
