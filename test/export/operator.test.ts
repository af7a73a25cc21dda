import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { cli } from '../cli/cli.ts';
import { describeWith } from '../tools.ts';
import { K6, k6, tally } from './k6.ts';
import { commandOf, manifestsOf } from './manifests.ts';
import { ENVIRONMENT, FORBIDDEN, guarded, planFolder, SECRETS, SENT } from './plan.ts';

let service: Awaited<ReturnType<typeof guarded>>;
let plan: ReturnType<typeof planFolder>;

beforeAll(async () => {
  service = await guarded();
  plan = planFolder(service.url);
});

beforeEach(() => void service.answers.splice(0));

afterAll(async () => {
  plan.remove();
  await service.close();
});

async function exported(...args: string[]) {
  const env = { ...SECRETS, ...(process.env.PATH ? { PATH: process.env.PATH } : {}) };
  const { code, stdout, stderr } = await cli(['export', 'k6-operator', ...args], { cwd: plan.folder, env });
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return { stdout, stderr };
}

describe('manifests', () => {
  test('hold no secret, and take all of them from a Secret whose form is a comment', async () => {
    const { stdout } = await exported('--parallelism', '2', '--secret', 'held');
    for (const secret of FORBIDDEN) expect(stdout).not.toContain(secret);
    const { testRun } = manifestsOf(stdout);
    expect(testRun.spec.runner.envFrom).toEqual([{ secretRef: { name: 'held' } }]);
    const comment = stdout.slice(0, stdout.indexOf('\n---\n')).replaceAll(/^# ?/gm, '');
    const form = parse(comment.slice(comment.indexOf('\n---\n') + 5)) as Record<string, unknown>;
    expect(form).toMatchObject({ kind: 'Secret', metadata: { name: 'held' }, type: 'Opaque' });
    expect(form['stringData']).toEqual(
      Object.fromEntries(Object.keys(ENVIRONMENT).map((name) => [name, ''])),
    );
  });

  test('say what comes next, with the command that judges', async () => {
    const { stderr } = await exported('--parallelism', '3', '--name', 'mine', '--results', 'volume:kept');
    expect(stderr).toContain(`--from-literal=HMAC_KEY="$HMAC_KEY"`);
    expect(stderr).toContain('kubectl apply --server-side');
    expect(stderr).toContain('volume of the claim kept');
    expect(stderr).toContain(
      "canary-gate judge --k6-json 'results/mine-*.json.gz' --plan canary.plan.yaml --instances 3",
    );
    const prometheus = await exported(
      '--parallelism',
      '3',
      '--results',
      'prometheus:http://host:9090/prom/api/v1/write',
    );
    const [, testid] = /- testid=(\S+)/.exec(prometheus.stdout)!;
    expect(prometheus.stderr).toContain(
      `canary-gate judge --prometheus http://host:9090/prom --testid ${testid} --plan canary.plan.yaml --instances 3`,
    );
  });

  test('pin the image, judge nothing, and ask for native histograms', async () => {
    const { stdout } = await exported('--parallelism', '2', '--results', 'prometheus:http://host:9090');
    const { args, runner } = manifestsOf(stdout).testRun.spec;
    expect(runner.image).toBe('grafana/k6:2.2.0');
    expect(args).toContain('--no-thresholds');
    expect(runner.env).toEqual([
      { name: 'K6_PROMETHEUS_RW_SERVER_URL', value: 'http://host:9090/api/v1/write' },
      { name: 'K6_PROMETHEUS_RW_TREND_AS_NATIVE_HISTOGRAM', value: 'true' },
    ]);
  });
});

describeWith(
  K6,
  import.meta.filename,
  'the instances of a test run, started as the operator does,',
  (program) => {
    test('share the load exactly, and each tells its part', async () => {
      const { stdout } = await exported('--parallelism', '2');
      const { configMap, testRun } = manifestsOf(stdout);
      const results = join(plan.folder, 'results');
      mkdirSync(results);
      writeFileSync(join(plan.folder, 'script.js'), configMap!.data['script.js']!);
      const ended = await Promise.all(
        [1, 2].map((index) => {
          const command = commandOf(testRun, index, 'script.js').map((word) =>
            word.replace('/results', results),
          );
          return k6(program, command, ENVIRONMENT, plan.folder);
        }),
      );
      expect(ended.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
        [0, 0].map((code) => ({ code, stderr: '' })),
      );
      expect(tally(service.answers.map(({ status }) => String(status)))).toEqual({ 200: 30 });
      expect(tally(service.answers.map(({ path }) => path.split(/[/?]/)[1]!))).toEqual(SENT);
      const files = readdirSync(results).sort();
      expect(files).toEqual([1, 2].map((index) => `${testRun.metadata.name}-${index}.json.gz`));
      const points = files.flatMap((file) => pointsOf(join(results, file)));
      const requests = points.filter(({ metric }) => metric === 'canary_gate_request');
      expect(tally(requests.map(({ data }) => data.tags['outcome']!))).toEqual({ ok: 30 });
      expect(Object.keys(tally(requests.map(({ data }) => data.tags['instance_id']!)))).toEqual(['1', '2']);
      const testid = testRun.spec.args.find((word) => word.startsWith('testid='))!;
      expect(requests.every(({ data }) => `testid=${data.tags['testid']}` === testid)).toBe(true);
      expect(points.filter(({ metric }) => metric === 'canary_gate_end')).toHaveLength(2);
    });

    test('the operator can check the script beforehand, without its secrets', async () => {
      const { configMap, testRun } = manifestsOf((await exported('--parallelism', '2')).stdout);
      writeFileSync(join(plan.folder, 'script.js'), configMap!.data['script.js']!);
      const { args } = testRun.spec;
      const archived = args.slice(0, args.indexOf('-o')).filter((word) => word !== '--no-usage-report');
      const pack = await k6(program, ['archive', 'script.js', '-O', 'a.tar', ...archived], {}, plan.folder);
      expect(pack).toMatchObject({ code: 0 });
      const inspect = ['inspect', '--execution-requirements', 'a.tar'];
      const { code, stdout } = await k6(program, inspect, {}, plan.folder);
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ maxVUs: 10 });
    });

    test('a script beyond the size of a ConfigMap becomes an archive for a volume, which runs', async () => {
      writeFileSync(join(plan.folder, 'words.csv'), `word,filler\none,${'x'.repeat(1_100_000)}\n`);
      const refused = await cli(['export', 'k6-operator', '--parallelism', '2'], {
        cwd: plan.folder,
        env: SECRETS,
      });
      expect(refused.stderr).toContain('--out is wanted');
      expect(refused.code).toBe(2);
      const { stdout } = await exported('--parallelism', '2', '--name', 'large', '--out', 'run.yaml');
      expect(stdout).toContain('archive.tar');
      const { configMap, testRun } = manifestsOf(readFileSync(join(plan.folder, 'run.yaml'), 'utf8'));
      expect(configMap).toBeUndefined();
      expect(testRun.spec.script).toEqual({
        volumeClaim: { name: 'large-script', file: 'archive.tar', readOnly: true },
      });
      const archive = readFileSync(join(plan.folder, 'archive.tar'), 'latin1');
      for (const secret of FORBIDDEN) expect(archive).not.toContain(secret);
      const { code } = await k6(
        program,
        ['run', '--quiet', '--no-thresholds', '--summary-mode=disabled', '--address=', 'archive.tar'],
        ENVIRONMENT,
        plan.folder,
      );
      expect(code).toBe(0);
      expect(tally(service.answers.map(({ status }) => String(status)))).toEqual({ 200: 30 });
    });
  },
);

interface Point {
  readonly type: string;
  readonly metric: string;
  readonly data: { readonly tags: Readonly<Record<string, string>> };
}

function pointsOf(file: string): Point[] {
  const lines = gunzipSync(readFileSync(file)).toString().trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Point).filter(({ type }) => type === 'Point');
}
