import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { cli } from '../cli/cli.ts';
import { CONFIG_MAP } from './kubernetes.schema.ts';
import { manifestsOf } from './manifests.ts';
import { planFolder, SECRETS } from './plan.ts';
import { TEST_RUN } from './test-run.schema.ts';

const URL_OF_TARGET = 'https://canary.example';
const TRUSTED = { targets: { canary: { url: URL_OF_TARGET, tls: { ca: './ca.pem' } } } };
const AUTHORITY = new URL('../../scenarios/demo-only-ca.pem', import.meta.url).pathname;
const VARIANTS = {
  'as they are by default': [],
  'of one instance': ['--parallelism', '1'],
  'with names of the user': ['--namespace', 'perf', '--name', 'mine', '--secret', 'held', '--no-separate'],
  'with results on a volume': ['--results', 'volume:kept.by-us'],
  'with results in Prometheus': ['--results', 'prometheus:http://prometheus:9090'],
  'of another image': ['--image', 'registry.example:5000/k6:v1.3.0'],
  'with an authority of certificates': [],
  'of an archive': ['--out', 'run.yaml'],
};
type Variant = keyof typeof VARIANTS;

let plans: Readonly<Record<'plain' | 'trusting' | 'large', ReturnType<typeof planFolder>>>;
const made = new Map<Variant, ReturnType<typeof manifestsOf>>();

beforeAll(async () => {
  plans = {
    plain: planFolder(URL_OF_TARGET),
    trusting: planFolder(URL_OF_TARGET, TRUSTED),
    large: planFolder(URL_OF_TARGET),
  };
  cpSync(AUTHORITY, join(plans.trusting.folder, 'ca.pem'));
  writeFileSync(join(plans.large.folder, 'words.csv'), `word,filler\none,${'x'.repeat(1_100_000)}\n`);
  for (const variant of Object.keys(VARIANTS) as Variant[]) made.set(variant, await manifestsFor(variant));
}, 60_000);

afterAll(() => {
  for (const plan of Object.values(plans)) plan.remove();
});

async function manifestsFor(variant: Variant) {
  const plan = { 'with an authority of certificates': plans.trusting, 'of an archive': plans.large }[
    variant as string
  ];
  const { folder } = plan ?? plans.plain;
  const args = ['export', 'k6-operator', '--parallelism', '2', ...VARIANTS[variant]];
  const env = { ...SECRETS, ...(process.env.PATH ? { PATH: process.env.PATH } : {}) };
  const { code, stdout, stderr } = await cli(args, { cwd: folder, env });
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return manifestsOf(variant === 'of an archive' ? readFileSync(join(folder, 'run.yaml'), 'utf8') : stdout);
}

/** The operator's own schema, of a Go module cache that has it. */
const CRD = join(
  process.env.GOMODCACHE ?? join(process.env.GOPATH ?? join(homedir(), 'go'), 'pkg/mod'),
  'github.com/grafana/k6-operator@v1.6.0/config/crd/bases/k6.io_testruns.yaml',
);
const SCHEMAS: (readonly [string, object])[] = [['the fields that are written', TEST_RUN]];
if (existsSync(CRD)) SCHEMAS.push(["the operator's CRD", crdSchema(readFileSync(CRD, 'utf8'))]);
else
  process.stderr.write(
    'SKIPPED: the CRD of the k6-operator is not in the Go module cache, which test/export/schema.test.ts would read; to get it: go mod download github.com/grafana/k6-operator@v1.6.0\n',
  );

const compiled = (schema: object) => new Ajv({ strict: false, validateFormats: false }).compile(schema);

describe.each(SCHEMAS)('a test run, held against %s,', (_, schema) => {
  const valid = compiled(schema);

  test.each(Object.keys(VARIANTS) as Variant[])('is valid %s', (variant) => {
    expect([valid(made.get(variant)!.testRun), valid.errors]).toEqual([true, null]);
  });

  /** Where it is put, and what is put there; nothing is put in the place of what is undefined. */
  test.each<[path: string, value: unknown, variant?: Variant]>([
    ['spec.script', undefined],
    ['spec.script.configMap.name', undefined],
    ['spec.script.configmap', { name: 'of-another-case' }],
    ['spec.script.volumeClaim.readOnly', 'true', 'of an archive'],
    ['spec.parallelism', undefined],
    ['spec.parallelism', '2'],
    ['spec.paralelism', 2],
    ['spec.separate', 'true'],
    ['spec.args', '--no-thresholds'],
    ['spec.args.0', 1],
    ['spec.runner.pullPolicy', 'Always'],
    ['spec.runner.image', 2],
    ['spec.runner.env.0.name', undefined],
    ['spec.runner.env.0.valueFrom.fieldRef.fieldPath', undefined],
    ['spec.runner.env.0.value', 1, 'with results in Prometheus'],
    ['spec.runner.envFrom.0.secretRef.names', ['held']],
    ['spec.runner.resources.limits.memory', true],
    ['spec.runner.resources.limits.memory', 'much'],
    ['spec.runner.securityContext.fsGroup', '12345'],
    ['spec.runner.volumes.0.name', undefined],
    ['spec.runner.volumes.0.persistentVolumeClaim.claimName', undefined],
    ['spec.runner.volumeMounts.0.mountPath', undefined],
    ['spec.cleanup', 'before'],
  ])('would not be with %s: %j', (path, value, variant = 'as they are by default') => {
    expect(valid(changed(made.get(variant)!.testRun, path.split('.'), value))).toBe(false);
  });
});

describe('manifests', () => {
  const valid = compiled(CONFIG_MAP);
  const withMap = (Object.keys(VARIANTS) as Variant[]).filter((variant) => variant !== 'of an archive');

  test.each(withMap)('name a valid ConfigMap that holds the script %s', (variant) => {
    const { configMap, testRun } = made.get(variant)!;
    expect([valid(configMap), valid.errors]).toEqual([true, null]);
    const { name, file } = testRun.spec.script.configMap!;
    expect(configMap!.metadata).toMatchObject({ name });
    expect(Object.keys(configMap!.data)).toContain(file);
  });

  test.each(Object.keys(VARIANTS) as Variant[])('mount the volumes that they name %s', (variant) => {
    const { volumes = [], volumeMounts = [] } = made.get(variant)!.testRun.spec.runner;
    expect(volumeMounts.map(({ name }) => name)).toEqual(volumes.map(({ name }) => name));
  });
});

/** Kubernetes drops what a schema does not know; here it is an error. */
function crdSchema(text: string): object {
  const { spec } = parse(text) as {
    spec: { versions: { name: string; schema: { openAPIV3Schema: Record<string, unknown> } }[] };
  };
  const schema = spec.versions.find(({ name }) => name === 'v1alpha1')!.schema.openAPIV3Schema;
  const close = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const object = node as Record<string, unknown>;
    if (object['type'] === 'object' && object['properties'] && !object['additionalProperties'])
      object['additionalProperties'] = false;
    for (const child of Object.values(object)) close(child);
  };
  close(schema);
  (schema['properties'] as Record<string, unknown>)['metadata'] = { type: 'object' };
  return schema;
}

function changed(whole: object, path: readonly string[], value: unknown): object {
  const copy = structuredClone(whole) as Record<string, unknown>;
  const holder = path.slice(0, -1).reduce((at, key) => at[key] as Record<string, unknown>, copy);
  if (value === undefined) delete holder[path.at(-1)!];
  else holder[path.at(-1)!] = value;
  return copy;
}
