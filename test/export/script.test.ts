import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cli } from '../cli/cli.ts';
import { describeWithEveryK6 } from '../engines/k6/every.ts';
import { k6, tally } from './k6.ts';
import { ENVIRONMENT, FORBIDDEN, guarded, planFolder, SECRETS, SENT } from './plan.ts';

let service: Awaited<ReturnType<typeof guarded>>;
let plan: ReturnType<typeof planFolder>;
let script = '';

beforeAll(async () => {
  service = await guarded();
  plan = planFolder(service.url);
  const { code, stderr } = await cli(['export', 'k6', '--out', 'script.js'], {
    cwd: plan.folder,
    env: SECRETS,
  });
  expect(stderr).toBe('');
  expect(code).toBe(0);
  script = readFileSync(join(plan.folder, 'script.js'), 'utf8');
});

beforeEach(() => void service.answers.splice(0));

afterAll(async () => {
  plan.remove();
  await service.close();
});

test('an exported script holds no secret, and says what to set', () => {
  for (const secret of FORBIDDEN) expect(script).not.toContain(secret);
  const head = script.slice(0, script.indexOf('\n\n'));
  for (const name of Object.keys(ENVIRONMENT)) expect(head).toContain(`//   ${name} `);
  expect(head).toContain('"exported"');
  expect(head).toContain('no thresholds');
  expect(head).toContain('rate(5xx) <= 1%');
});

test('an exported script names no folder of the machine that wrote it', () => {
  expect(script).not.toContain(plan.folder);
  expect(script).not.toContain(process.cwd());
});

test('--json is data', async () => {
  const { code, stdout } = await cli(['export', 'k6', '--json'], { cwd: plan.folder, env: SECRETS });
  expect(code).toBe(0);
  const { variables, script: text } = JSON.parse(stdout);
  expect(variables.map(({ name }: { name: string }) => name).sort()).toEqual(Object.keys(ENVIRONMENT).sort());
  expect(text).toBe(script);
});

describeWithEveryK6(import.meta.filename, 'an exported script', (program) => {
  test('passes k6 inspect without its secrets', async () => {
    const { code, stdout } = await k6(program, ['inspect', 'script.js'], {}, plan.folder);
    expect(code).toBe(0);
    const { scenarios, thresholds } = JSON.parse(stdout);
    expect(Object.keys(scenarios).sort()).toEqual(['first', 'rows', 'scripted', 'second', 'third-one']);
    expect(thresholds).toBeNull();
  });

  test('begins a scenario when the one before must have ended', async () => {
    const once = { executor: 'constant-vus', vus: 1, duration: '3s', gracefulStop: '1s', requests: ['hmac'] };
    const scenarios = {
      third: { ...once, after: 'second', startTime: '500ms' },
      second: { ...once, after: 'first' },
      first: once,
    };
    const { folder, remove } = planFolder(service.url, { scenarios });
    const { stdout } = await cli(['export', 'k6', '--json'], { cwd: folder, env: SECRETS });
    const { script: text } = JSON.parse(stdout);
    writeFileSync(join(folder, 'script.js'), text);
    const inspected = JSON.parse((await k6(program, ['inspect', 'script.js'], {}, folder)).stdout);
    remove();
    expect(inspected.scenarios).toMatchObject({
      first: { startTime: '0s' },
      second: { startTime: '4s' },
      third: { startTime: '8.5s' },
    });
    expect(text).toContain('third, second begin when');
  });

  test('runs without canary-gate: every request is let in, none is missing', async () => {
    const args = ['run', '--no-color', '--address=', '-o', 'json=out.json', 'script.js'];
    const { code, stdout, stderr } = await k6(program, args, ENVIRONMENT, plan.folder);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(tally(service.answers.map(({ status }) => String(status)))).toEqual({ 200: 30 });
    expect(tally(service.answers.map(({ path }) => path.split(/[/?]/)[1]!))).toEqual(SENT);
    const words = service.answers.flatMap(({ path }) => path.split('q=')[1] ?? []);
    expect(tally(words)).toEqual({ one: 2, two: 2, three: 2 });
    const subjects = service.answers.filter(({ path }) => path === '/hmac').map(({ subject }) => subject);
    expect(subjects.every((subject) => /^user-load-\d$/.test(subject))).toBe(true);
    for (const name of ['hmac', 'rsa', 'opaque', 'written', '/script'])
      expect(stdout).toContain(`${name} answers as expected`);
    expect(stdout).toContain('100.00% 30 out of 30');
  });

  test('reads keys in the forms that plans take', async () => {
    const k = Buffer.from(SECRETS.HMAC_KEY).toString('base64url');
    const env = {
      ...ENVIRONMENT,
      HMAC_KEY: JSON.stringify({ kty: 'oct', k }),
      RSA_KEY: SECRETS.RSA_KEY.replaceAll('\n', '\\n'),
      WRITTEN_TOKENS: ENVIRONMENT.WRITTEN_TOKENS.replaceAll(',', ' \n'),
    };
    const { code } = await k6(program, ['run', '--quiet', '--address=', 'script.js'], env, plan.folder);
    expect(code).toBe(0);
    expect(tally(service.answers.map(({ status }) => String(status)))).toEqual({ 200: 30 });
  });

  test('reads streams to their terminal event', async () => {
    const streams = createServer((request, response) =>
      response.end(`data: 1\n\n${request.url === '/whole' ? 'event: end\ndata: 2\n\n' : ''}`),
    );
    await new Promise<void>((done) => streams.listen(0, '127.0.0.1', done));
    const { port } = streams.address() as AddressInfo;
    const stream = { terminal: { event: 'end' } };
    const once = { executor: 'shared-iterations', vus: 1, iterations: 3 };
    const { folder, remove } = planFolder(`http://127.0.0.1:${port}`, {
      targets: { canary: { url: `http://127.0.0.1:${port}` } },
      identities: {},
      endpoints: { whole: { path: '/whole', stream }, broken: { path: '/broken', stream } },
      scenarios: { one: { ...once, requests: ['whole'] }, other: { ...once, requests: ['broken'] } },
      gates: ['p95(first_event) < 1s'],
    });
    const exported = await cli(['export', 'k6', '--out', 'script.js'], { cwd: folder, env: {} });
    expect(exported.stderr).toBe('');
    const args = ['run', '--no-color', '--address=', '-o', 'json=out.json', 'script.js'];
    const { code } = await k6(program, args, {}, folder);
    const lines = readFileSync(join(folder, 'out.json'), 'utf8').trim().split('\n');
    remove();
    streams.close();
    expect(code).toBe(0);
    const points = lines.map((line) => JSON.parse(line)).filter(({ type }) => type === 'Point');
    const timed = points.filter(({ metric }) => metric === 'endpoint_duration');
    expect(tally(timed.map(({ data }) => `${data.tags.endpoint} ${data.tags.outcome}`))).toEqual({
      'whole ok': 3,
      'broken unexpected': 3,
    });
  });

  test('labels what k6 measures by endpoint, and by no URL', async () => {
    const lines = readFileSync(join(plan.folder, 'out.json'), 'utf8').trim().split('\n');
    const points = lines.map((line) => JSON.parse(line)).filter(({ type }) => type === 'Point');
    const tagsOf = (metric: string) =>
      points.filter((point) => point.metric === metric).map(({ data }) => data.tags);
    expect(tally(tagsOf('http_reqs').map(({ name }) => name))).toEqual({
      hmac: 6,
      rsa: 6,
      opaque: 6,
      written: 6,
      '/script': 6,
    });
    expect(tally(tagsOf('endpoint_duration').map(({ outcome }) => outcome))).toEqual({ ok: 30 });
    expect(JSON.stringify(points)).not.toContain(service.url);
    for (const secret of FORBIDDEN) expect(JSON.stringify(points)).not.toContain(secret);
  });

  test.each([
    ['none of its secrets', {}, 'HMAC_KEY is not set'],
    ['one of them missing', { ...ENVIRONMENT, WRITTEN_TOKENS: '' }, 'WRITTEN_TOKENS is not set'],
    ['too few tokens', { ...ENVIRONMENT, WRITTEN_TOKENS: 'one' }, 'WRITTEN_TOKENS: 3 tokens are wanted'],
  ])('with %s sends nothing, and fails', async (_, env, text) => {
    const { code, stderr } = await k6(
      program,
      ['run', '--quiet', '--address=', 'script.js'],
      env,
      plan.folder,
    );
    expect(stderr).toContain('nothing was sent');
    expect(stderr).toContain(text);
    expect(code).not.toBe(0);
    expect(service.answers).toEqual([]);
  });
});
