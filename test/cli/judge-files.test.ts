import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { oursOf, plainOf, type Stream } from '../engines/k6/stream.ts';
import { cli } from './cli.ts';

const PLAN = {
  name: 'many',
  targets: { canary: { url: 'http://127.0.0.1:1' } },
  endpoints: { page: { path: '/' } },
  scenarios: {
    steady: {
      executor: 'constant-arrival-rate',
      rate: 300,
      duration: '10s',
      preAllocatedVUs: 60,
      requests: ['page'],
    },
  },
  gates: ['p95(latency) <= 100ms', 'rate(5xx) <= 1%'],
};

const STREAM: Omit<Stream, 'instance'> = {
  scenario: 'steady',
  endpoint: 'page',
  rate: 300,
  seconds: 10,
  began: Date.parse('2026-01-31T10:15:00Z'),
  of: 3,
  tookOf: (n) => 5 + (n % 40),
  statusOf: (n) => (n % 1000 === 0 ? 503 : 200),
};

/** A folder with the plan, and the files of some of three instances. */
function folderOf(
  instances: readonly number[],
  lines: (stream: Stream) => Iterable<string> = oursOf,
): string {
  const folder = mkdtempSync(join(tmpdir(), 'canary-gate-judge-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'canary.plan.json'), JSON.stringify(PLAN));
  for (const instance of instances) {
    const text = [...lines({ ...STREAM, instance }), ''].join('\n');
    if (instance === 1) writeFileSync(join(folder, '1.json'), text);
    else writeFileSync(join(folder, `${instance}.json.gz`), gzipSync(text));
  }
  return folder;
}

async function judged(folder: string, ...more: string[]) {
  const { code, stdout, stderr } = await cli(
    ['judge', '--k6-json', '?.json*', '--json', '--quiet', ...more],
    {
      cwd: folder,
    },
  );
  const report = JSON.parse(stdout) as Report;
  return {
    code,
    stderr,
    report,
    reasons: report.reasons?.map(({ code: reason, text }) => `${reason}: ${text}`),
  };
}

const requestsOf = (report: Report) => report.load.scenarios[0]?.requests;

describe('result files of three instances', () => {
  test('are one load: every request counts once, and the folder judges itself again', async () => {
    const folder = folderOf([1, 2, 3]);
    const { code, report, reasons } = await judged(folder, '--instances', '3');
    expect(reasons).toEqual([]);
    expect([code, report.verdict, report.decision]).toEqual([0, 'PASS', 'PROMOTE']);
    expect(report.load.scenarios[0]).toMatchObject({
      requests: 3000,
      iterations: 3000,
      outcomes: { ok: 2997, '5xx': 3 },
      latency: { p50: expect.closeTo(25, 0), max: expect.closeTo(44, 0) },
    });
    expect(report.load.scenarios[0]).not.toHaveProperty('latencyFrom');
    const again = await cli(['judge', report.run.folder, '--json', '--quiet'], { cwd: folder });
    expect(JSON.parse(again.stdout)).toMatchObject({ verdict: 'PASS', gates: report.gates });
  });

  test('one that is missing leaves it open, by name', async () => {
    const { code, report, reasons } = await judged(folderOf([1, 3]), '--instances', '3', '--wait', '1s');
    expect([code, report.verdict]).toEqual([3, 'INCONCLUSIVE']);
    expect(reasons).toContainEqual(expect.stringMatching(/^missing_instance: instance 2 of 3 /));
    expect(requestsOf(report)).toBe(2000);
  });

  test('one that nobody knows to be missing shows in what was planned', async () => {
    const { code, reasons } = await judged(folderOf([1, 3]));
    expect(code).toBe(3);
    expect(reasons).toContainEqual(expect.stringMatching(/^generator: /));
  });

  test('are waited for', async () => {
    const folder = folderOf([1, 2]);
    const late = [...oursOf({ ...STREAM, instance: 3 }), ''].join('\n');
    const file = join(folder, '3.json');
    writeFileSync(file, late.slice(0, 5000));
    const timer = setTimeout(() => appendFileSync(file, late.slice(5000)), 2500);
    onTestFinished(() => clearTimeout(timer));
    const { code, report } = await judged(folder, '--instances', '3', '--wait', '60s');
    expect([code, requestsOf(report)]).toEqual([0, 3000]);
  });

  test('a wait that is ended: what there is, marked as interrupted', async () => {
    const folder = folderOf([1, 2]);
    const { code, stdout } = await cli(
      ['judge', '--k6-json', '?.json*', '--instances', '3', '--wait', '60s', '--json'],
      {
        cwd: folder,
        during: (child) => child.stderr?.once('data', () => setTimeout(() => child.kill('SIGINT'), 500)),
      },
    );
    expect(code).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'INCONCLUSIVE', run: { interrupted: true } });
  });

  test.each<[string, (folder: string) => void, RegExp, number | undefined]>([
    [
      'a line that is garbled',
      (folder) => {
        const lines = readFileSync(join(folder, '1.json'), 'utf8').split('\n');
        const place = lines.findIndex((line, index) => index > 50 && line.includes('"canary_gate_request"'));
        lines[place] = (lines[place] ?? '').slice(0, 60);
        writeFileSync(join(folder, '1.json'), lines.join('\n'));
      },
      /^broken_result: instance 1 \(1\.json\): line \d+ cannot be read; 1 messages are missing$/,
      2999,
    ],
    [
      'one that was cut off',
      (folder) => truncateSync(join(folder, '1.json'), 200_000),
      /^missing_instance: instance 1 \(1\.json\): it ends too early, after line \d+/,
      undefined,
    ],
    [
      'packed, one that was cut off',
      (folder) => truncateSync(join(folder, '2.json.gz'), 4000),
      /^missing_instance: instance 2 \(2\.json\.gz\): it ends too early, after line \d+/,
      undefined,
    ],
    [
      'packed, one whose bytes were changed',
      (folder) => {
        const bytes = readFileSync(join(folder, '2.json.gz'));
        bytes.fill(0xff, 12_000, 12_100);
        writeFileSync(join(folder, '2.json.gz'), bytes);
      },
      /^broken_result: instance 2 \(2\.json\.gz\): it cannot be read: .* after line \d+/,
      undefined,
    ],
    [
      'the file of another instance under its name',
      (folder) => writeFileSync(join(folder, '4.json'), readFileSync(join(folder, '1.json'))),
      /^broken_result: instance 1 \(1\.json\) and instance 1 \(4\.json\) are both of instance 1$/,
      undefined,
    ],
    [
      'a file of an earlier run',
      (folder) => {
        const began = STREAM.began - 3_600_000;
        const old = [...oursOf({ ...STREAM, began, instance: 3, testid: 'old' }), ''].join('\n');
        writeFileSync(join(folder, '3.json.gz'), gzipSync(old));
      },
      /^broken_result: instance 1 .* began 3600 s after instance 3 .*not of the same run$/,
      undefined,
    ],
  ])('%s: named, and nothing is lost of the others', async (_, spoil, reason, requests) => {
    const folder = folderOf([1, 2, 3]);
    spoil(folder);
    const { code, report, reasons } = await judged(folder);
    expect([code, report.verdict]).toEqual([3, 'INCONCLUSIVE']);
    expect(reasons).toContainEqual(expect.stringMatching(reason));
    expect(requestsOf(report)).toBeGreaterThanOrEqual(requests ?? 2000);
  });
});

describe("files of somebody's own script", () => {
  test('are judged by their names and statuses', async () => {
    const folder = folderOf([1, 2, 3], plainOf);
    const { code, report } = await judged(folder);
    expect(report.load.scenarios[0]).toMatchObject({ requests: 3000, outcomes: { ok: 2997, '5xx': 3 } });
    expect(code).toBe(0);
    expect(report.generator.notes).toContainEqual(expect.stringMatching(/^latency = service/));
    expect(report.load.scenarios[0]?.latencyFrom).toBe('actual');
    for (const id of ['terminal', 'markdown']) {
      const { stdout } = await cli(['report', report.run.folder, '--as', id], { cwd: folder });
      expect(stdout).toContain('latency = service, in ms');
      expect(stdout).not.toContain('intended start');
    }
  });

  test.each([
    ['scenario', { scenario: 'default' }, /3000 requests|1000 requests belong to the scenario "default"/],
    ['name', { endpoint: 'https://elsewhere.test/x' }, /1000 requests belong to the name /],
  ])('of a %s that the plan does not know: refused by name', async (_, other, reason) => {
    const folder = folderOf([1, 2, 3], (stream) => plainOf({ ...stream, ...other }));
    const { code, reasons } = await judged(folder);
    expect(code).toBe(3);
    expect(reasons).toContainEqual(expect.stringMatching(reason));
  });
});

test.each([
  [['judge'], 2, /one of these is wanted/],
  [['judge', 'latest', '--k6-json', 'x'], 2, /one of these is wanted/],
  [['judge', 'latest', '--instances', '2'], 2, /--instances is for a load that ran elsewhere/],
  [['judge', '--k6-json', 'x', '--instances', '0'], 2, /--instances: a whole number/],
  [['judge', '--k6-json', 'x', '--wait', 'long'], 2, /--wait: a duration/],
  [['judge', '--k6-json', 'x', '--testid', 't'], 2, /--testid is for --prometheus/],
  [['judge', '--prometheus', 'http://127.0.0.1:1'], 2, /--testid is wanted/],
  [['judge', '--prometheus', 'here', '--testid', 't'], 2, /a URL such as/],
  [['judge', '--k6-json', 'nothing-*.json'], 4, /there is no file nothing-\*\.json/],
  [['judge', '--prometheus', 'http://127.0.0.1:1', '--testid', 't'], 4, /ECONNREFUSED/],
])('%j ends with %i', async (args, code, text) => {
  const ended = await cli(args, { cwd: folderOf([]) });
  expect(ended).toMatchObject({ code, stderr: expect.stringMatching(text) });
});
