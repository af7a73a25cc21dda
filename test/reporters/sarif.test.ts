import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { artifactUri, message } from '../../reporters/sarif/text.ts';
import { sarif } from '../../reporters/sarif.ts';
import { linkOf } from '../../reporters/text/references.ts';
import { SEVERITIES } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';
import { exchangesOf } from './evidence/exchanges.ts';
import { makeCheck, makeReport } from './fixture.ts';
import { expectGolden } from './golden.ts';
import { HOSTILE, poisoned } from './hostile.ts';
import { problems } from './sarif/schema.ts';
import { failing, inconclusive } from './variants.ts';

interface Log {
  runs: {
    tool: { driver: { rules: Rule[] } };
    automationDetails: { id: string };
    invocations: Invocation[];
    results: Result[];
  }[];
}
interface Rule {
  id: string;
  helpUri?: string;
  help: { text: string; markdown: string };
  defaultConfiguration: { level: string };
  properties: { tags: string[]; 'security-severity'?: string };
}
interface Notification {
  associatedRule: { id: string; index: number };
  level: string;
}
interface Invocation {
  executionSuccessful: boolean;
  exitCode: number;
  toolExecutionNotifications: Notification[];
  toolConfigurationNotifications: Notification[];
}
interface Result {
  ruleId: string;
  ruleIndex: number;
  level: string;
  message: { text: string };
  locations: { physicalLocation: { artifactLocation: { uri: string } } }[];
  partialFingerprints: { primaryLocationLineHash: string };
  suppressions?: { justification: string }[];
  webRequest?: { target: string; headers: Record<string, string> };
  webResponse?: object;
  properties: Record<string, unknown>;
}

function rendered(report: Report, exchanges = exchangesOf(report)): string {
  return [...sarif.render(report, { color: false, width: 80, exchanges })].join('');
}

function runOf(report: Report, exchanges = exchangesOf(report)) {
  const log = JSON.parse(rendered(report, exchanges)) as Log;
  expect(problems(log)).toEqual([]);
  return log.runs[0]!;
}

const one = (overrides: Parameters<typeof makeCheck>[0]) =>
  runOf(makeReport({ checks: [makeCheck({ outcome: 'fail', ...overrides })] }));

const VARIANTS = { pass: makeReport(), fail: failing(), inconclusive: inconclusive() };

describe('the SARIF report', () => {
  test.each(Object.entries(VARIANTS))(
    'of a run that ended in %s is SARIF as GitHub wants it',
    (_, report) => {
      runOf(report);
      runOf(report, new Map());
    },
  );

  test('of a run that failed reads as kept', () => {
    expectGolden('sarif-fail.sarif', rendered(failing()));
  });

  test('has a rule for every check and a result for every failed one, the worst first', () => {
    const { tool, results } = runOf(failing());
    expect(tool.driver.rules.map(({ id }) => id)).toEqual(failing().checks.map(({ id }) => id));
    expect(results.map(({ ruleId }) => ruleId)).toEqual([
      'jwt/alg-none',
      'jwt/expired-twice',
      'headers/server-banner',
      'cors/wildcard',
    ]);
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
  });

  test('of a run in which nothing failed has no result', () => {
    expect(runOf(makeReport()).results).toEqual([]);
  });

  test('keeps the category of a plan apart from the run', () => {
    expect(runOf(makeReport()).automationDetails.id).toBe('canary-gate/scholarship/20261120T194500Z-4f2a');
  });
});

describe('severities', () => {
  test.each([
    ['critical', 'error', 9.1, 10],
    ['high', 'error', 7, 8.9],
    ['medium', 'warning', 4, 6.9],
    ['low', 'note', 0.1, 3.9],
  ] as const)('%s is %s, within the band that GitHub reads as the same', (severity, level, least, most) => {
    const { tool, results } = one({ severity });
    const [rule] = tool.driver.rules;
    expect(results[0]?.level).toBe(level);
    expect(rule?.defaultConfiguration.level).toBe(level);
    expect(Number(rule?.properties['security-severity'])).toBeGreaterThanOrEqual(least);
    expect(Number(rule?.properties['security-severity'])).toBeLessThanOrEqual(most);
  });

  test('info has no security severity', () => {
    expect(one({ severity: 'info' }).tool.driver.rules[0]?.properties).not.toHaveProperty(
      'security-severity',
    );
  });

  test('are all known', () => {
    for (const severity of SEVERITIES) expect(one({ severity }).results.length).toBe(1);
  });
});

describe('a finding', () => {
  test('is the same alert in a later run with other words, another severity and other rows', () => {
    const before = one({}).results[0]!;
    const after = one({ message: 'Something else.', severity: 'low', cases: ['CORS-O03'] }).results[0]!;
    expect(after.partialFingerprints).toEqual(before.partialFingerprints);
    expect(after.locations).toEqual(before.locations);
  });

  test('of another check, or of another plan, is another alert', () => {
    const hash = (report: Report) => runOf(report).results[0]!.partialFingerprints.primaryLocationLineHash;
    const checks = [makeCheck({ outcome: 'fail' })];
    const plan = { ...makeReport().plan, name: 'other' };
    const hashes = [
      hash(makeReport({ checks })),
      hash(makeReport({ checks, plan })),
      hash(makeReport({ checks: [makeCheck({ outcome: 'fail', id: 'cors/other' })] })),
    ];
    expect(new Set(hashes).size).toBe(3);
  });

  test('that is an accepted risk is suppressed, with the reason and the days left', () => {
    const [found] = one({ accepted: { reason: 'known', until: '2026-11-25' } }).results;
    expect(found?.suppressions?.[0]?.justification).toBe('known');
    expect(found?.message.text).toContain('Accepted until 2026-11-25 (5 days left): known.');
    expect(found?.properties).toMatchObject({ acceptedUntil: '2026-11-25', blocks: false });
  });

  test('says that the baseline shows it too, and that its severity was given', () => {
    const [found] = one({ preExisting: true, severityGiven: { from: 'low', reason: 'internal' } }).results;
    expect(found?.message.text).toContain('The baseline shows it too.');
    expect(found?.message.text).toContain('The plan makes it high instead of low: internal.');
    expect(found?.properties).toMatchObject({ preExisting: true, ownSeverity: 'low' });
  });

  test('shows the first exchange that is no control, with header lines of one name joined', () => {
    const [found] = one({ exchanges: ['cors/null-origin#1', 'cors/null-origin#2'] }).results;
    expect(found?.webRequest).toMatchObject({ target: '/v1/a/../b?q=1', headers: { 'x-twice': 'one, two' } });
    expect(found?.webResponse).toMatchObject({ statusCode: 200 });
  });

  test('without exchanges shows none', () => {
    const checks = [makeCheck({ outcome: 'fail' })];
    expect(runOf(makeReport({ checks }), new Map()).results[0]).not.toHaveProperty('webRequest');
  });
});

describe('what came to no answer is told beside the results', () => {
  test.each([
    ['error', false, 'toolExecutionNotifications', 'error'],
    ['inconclusive', false, 'toolExecutionNotifications', 'warning'],
    ['inconclusive', true, 'toolExecutionNotifications', 'error'],
    ['not_run', false, 'toolConfigurationNotifications', 'warning'],
    ['not_applicable', true, 'toolConfigurationNotifications', 'note'],
  ] as const)('%s (required: %s) in %s as %s', (outcome, required, list, level) => {
    const { results, invocations } = one({ outcome, required });
    expect(results).toEqual([]);
    expect(invocations[0]?.[list]).toMatchObject([{ associatedRule: { id: 'cors/null-origin' }, level }]);
  });

  test('an interrupted run did not succeed as a run, whatever it found', () => {
    expect(runOf(inconclusive()).invocations[0]).toMatchObject({ executionSuccessful: false, exitCode: 130 });
    expect(runOf(failing()).invocations[0]).toMatchObject({ executionSuccessful: true, exitCode: 1 });
  });
});

describe('rules', () => {
  test('give what to do as text and as Markdown, and the first reference that can be read', () => {
    const { help, helpUri } = one({ references: ['OWASP API4:2023', 'RFC 8725 section 3.1'] }).tool.driver
      .rules[0]!;
    expect(help.text).toMatch(/^What to do: Take "null" out/);
    expect(help.markdown).toContain(
      'RFC 8725 section 3.1: <https://www.rfc-editor.org/rfc/rfc8725#section-3.1>',
    );
    expect(helpUri).toBe('https://www.rfc-editor.org/rfc/rfc8725#section-3.1');
  });

  test('carry weaknesses as tags', () => {
    const { tags } = one({ references: ['CWE-346: Origin Validation Error'] }).tool.driver.rules[0]!
      .properties;
    expect(tags).toContain('external/cwe/cwe-346');
  });

  test.each([
    ['https://a.example/x#y', 'https://a.example/x#y'],
    ['RFC 7519 sections 4.1.4 and 4.1.5', 'https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4'],
    ['RFC 9457', 'https://www.rfc-editor.org/rfc/rfc9457'],
    ['CVE-2015-9235', 'https://nvd.nist.gov/vuln/detail/CVE-2015-9235'],
    [
      'draft-ietf-httpapi-ratelimit-headers',
      'https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/',
    ],
    ['OWASP API4:2023', undefined],
    ['javascript:alert(1)', undefined],
    ['https://a.example/"><script>', undefined],
  ])('reference %s leads to %s', (reference, link) => {
    expect(linkOf(reference)).toBe(link);
  });
});

test.each([
  ['canary.plan.ts', 'canary.plan.ts'],
  ['./plans/canary plan.yaml', 'plans/canary%20plan.yaml'],
  ['plans\\canary.yaml', 'plans/canary.yaml'],
  ['/srv/app/plan.ts', 'file:///srv/app/plan.ts'],
  ['C:\\app\\plan.ts', 'file:///C:/app/plan.ts'],
  ['https://host.example:8443/api?token=x', 'host.example%3A8443/api'],
  ['a:b.ts', 'a%3Ab.ts'],
  ['../../etc/#?.ts', '../../etc/%23%3F.ts'],
  ['', 'plan'],
])('plan %s is the artifact %s', (file, uri) => {
  expect(artifactUri(file)).toBe(uri);
  expect(runOf({ ...failing(), plan: { ...failing().plan, file } }).results.length).toBe(4);
});

describe('a hostile target changes nothing of the SARIF report but words', () => {
  const shape = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shape);
    if (typeof value !== 'object' || value === null) return typeof value;
    const entries = Object.entries(value).filter(([name]) => name !== 'headers');
    return Object.fromEntries(entries.map(([name, inner]) => [name, shape(inner)]));
  };

  test.each(HOSTILE)('%s', (_, text) => {
    const report = poisoned(text);
    const shown = rendered(report, exchangesOf(report, text));
    const log = JSON.parse(shown);
    expect(problems(log)).toEqual([]);
    expect(shape(log)).toEqual(shape(JSON.parse(rendered(poisoned('x'), exchangesOf(poisoned('x'), 'x')))));
    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e]/);
    expect(shown.isWellFormed()).toBe(true);
    for (const { message, properties } of log.runs[0].results) {
      expect(message.text).not.toMatch(/\]\(|<[a-z/!]|\{\d+\}|\n/i);
      expect(JSON.stringify(properties).length).toBeLessThan(5000);
    }
    expect(gzipSync(shown).length).toBeLessThan(10 * 1024 * 1024);
  });

  test.each([
    ['[PROMOTE](https://evil.test)', '[PROMOTE] (https://evil.test)'],
    ['{0} {12}', '{ 0 } { 12 }'],
    ['{"a":1}', '{"a":1}'],
    ['<img src=x>', '< img src=x>'],
    ['a < b', 'a < b'],
    ['\u0000', '\\u{ 0 }'],
    ['', '(nothing was said)'],
  ])('%j is said as %j', (said, text) => {
    expect(message(said)).toEqual({ text });
  });
});

test('five thousand findings stay within the limits of GitHub', () => {
  const checks = Array.from({ length: 5000 }, (_, at) =>
    makeCheck({ id: `cors/check-${at}`, outcome: 'fail', message: '結果'.repeat(400) }),
  );
  const text = rendered(makeReport({ checks }));
  expect(problems(JSON.parse(text))).toEqual([]);
  expect(gzipSync(text).length).toBeLessThan(10 * 1024 * 1024);
});
