import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FindingView } from '../../reporters/evidence/view.ts';
import type { Report } from '../../src/model/report.ts';
import { exchangesOf } from '../reporters/evidence/exchanges.ts';
import { makeReport } from '../reporters/fixture.ts';
import { problems } from '../reporters/sarif/schema.ts';
import { failing } from '../reporters/variants.ts';
import { describeWith } from '../tools.ts';
import { cli, type Service, service } from './cli.ts';

const CURL = { program: 'curl', install: 'apt-get install curl' };
const folder = mkdtempSync(join(tmpdir(), 'canary-show-'));

beforeAll(() => {
  writeRun('failed', failing());
  writeRun('passed', makeReport());
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A run folder whose last exchange is as a crash leaves it. */
function writeRun(name: string, report: Report): void {
  const canary = [...exchangesOf(report).values()];
  const baseline = canary.map((exchange) => ({ ...exchange, arm: 'baseline', role: 'of the baseline' }));
  const lines = [...canary, ...baseline].map((exchange) => JSON.stringify(exchange));
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, 'report.json'), JSON.stringify(report));
  writeFileSync(join(folder, name, 'exchanges.ndjson'), `${lines.join('\n')}\n{"id":`);
}

const shown = async (...args: string[]) => {
  const { code, stdout } = await cli(['show', ...args, '--json'], { cwd: folder });
  expect(code).toBe(0);
  return JSON.parse(stdout) as FindingView[];
};

describe('show', () => {
  test('without a check: what failed or stayed open, the worst first', async () => {
    const views = await shown('failed');
    expect(views.map(({ id }) => id).slice(0, 2)).toEqual(['jwt/alg-none', 'jwt/expired-twice']);
    expect(views.every(({ exchanges, missing }) => exchanges.length === 1 && missing.length === 0)).toBe(
      true,
    );
  });

  test.each([
    ['cors/check-3', ['cors/check-3']],
    ['JWT-c03', ['jwt/expired-twice']],
    ['tenancy', ['tenancy/isolation']],
    ['tenancy/*', ['tenancy/isolation']],
  ])('%s shows %j, whatever it came to', async (check, ids) => {
    expect((await shown('failed', check)).map(({ id }) => id)).toEqual(ids);
  });

  test('for people: what was seen, what to do and a command', async () => {
    const { code, stdout } = await cli(['show', 'failed', 'jwt/alg-none'], { cwd: folder });
    expect(code).toBe(0);
    expect(stdout).toMatch(/✘ critical jwt\/alg-none/);
    expect(stdout).toMatch(/^curl .*\\$/m);
    expect(stdout).not.toContain('\u001b');
  });

  test('says when there is nothing to show', async () => {
    const { code, stdout } = await cli(['show', 'passed'], { cwd: folder });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'No check failed, and none stayed open.\n' });
  });

  test('refuses a check that the run does not have', async () => {
    const { code, stderr } = await cli(['show', 'failed', 'jwt/alg-non'], { cwd: folder });
    expect(stderr).toContain('Did you mean "jwt/alg-none"?');
    expect(code).toBe(2);
  });

  test.each(['evidence', 'sarif'])('report --as %s reads the exchanges too', async (format) => {
    const { code, stdout } = await cli(['report', 'failed', '--as', format], { cwd: folder });
    expect(code).toBe(0);
    expect(stdout).toContain('x-twice');
    expect(stdout).not.toContain('of the baseline');
  });
});

describeWith(CURL, import.meta.filename, 'a run with a finding', () => {
  let target: Service;

  beforeAll(async () => {
    target = await service((_, response) => response.end('{"status":"ok"}'));
    const plan = {
      name: 'small',
      targets: { canary: { url: target.url, headers: { 'x-api-key': '${API_KEY}' } } },
      endpoints: { home: { path: '/a/../b' } },
      policy: { headers: { endpoints: ['home'] } },
      checks: { only: ['headers/nosniff'] },
      reports: ['sarif', 'evidence'],
    };
    writeFileSync(join(folder, 'canary.plan.json'), JSON.stringify(plan));
    await cli(['check', '--quiet'], { cwd: folder, env: { API_KEY: 'a-key-that-is-secret' } });
  });

  afterAll(() => target.close());

  test('writes both files, without secrets', () => {
    const [run = ''] = readdirSync(join(folder, 'canary-runs'));
    const [findings, log] = ['findings.md', 'report.sarif'].map((name) => {
      const file = join(folder, 'canary-runs', run, name);
      expect(existsSync(file), name).toBe(true);
      return readFileSync(file, 'utf8');
    });
    expect(findings).toContain('"${API_KEY:?}"');
    expect(problems(JSON.parse(log ?? ''))).toEqual([]);
    expect(log).toContain('«API_KEY»');
    expect(`${findings}${log}`).not.toContain('a-key-that-is-secret');
  });

  test('is repeated by its command', async () => {
    const [view] = await shown('latest');
    const [exchange] = view?.exchanges ?? [];
    const before = target.requests.length;
    const env = { PATH: process.env['PATH'], API_KEY: 'a-key-that-is-secret' };
    // The service answers from this very process, which must go on while curl waits.
    const answer = await new Promise<string>((resolve, reject) => {
      execFile('bash', ['-c', exchange?.curl.join('\n') ?? ''], { env }, (error, stdout) =>
        error ? reject(error) : resolve(stdout),
      );
    });
    expect(answer).toMatch(/^HTTP\/1\.1 200/);
    expect(target.requests.length).toBe(before + 1);
    const [first, again] = [target.requests[0]!, target.requests.at(-1)!];
    expect(again.url).toBe(first.url);
    expect(again.headers).toEqual({ ...first.headers, connection: again.headers.connection });
  });
});
