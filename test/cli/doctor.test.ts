import { expect, test } from 'vitest';
import { PROBES } from '../../src/doctor/probes.ts';
import { cli } from './cli.ts';

const NOWHERE = { PATH: '/nowhere' };

test('doctor tells what there is, and what is missing would give', async () => {
  const { code, stdout, stderr } = await cli(['doctor'], { env: NOWHERE });
  expect(code).toBe(0);
  expect(stderr).toBe('');
  for (const { id } of PROBES) expect(stdout).toMatch(new RegExp(`^(ok|limited|missing) +${id}  `, 'm'));
  expect(stdout).toMatch(/^missing +k6 +not on PATH$/m);
  expect(stdout).toMatch(/^k6\n {2}gives {3}the engine "k6".*\n {2}to get {2}k6 v1 or v2/m);
  expect(stdout).toMatch(/canary-gate can run here; missing: k6, curl.*\n$/);
});

test('doctor --json is the same as data', async () => {
  const { code, stdout } = await cli(['doctor', '--json'], { env: NOWHERE });
  const { exitCode, probes } = JSON.parse(stdout);
  expect(exitCode).toBe(code);
  expect(probes.map(({ id }: { id: string }) => id)).toEqual(PROBES.map(({ id }) => id));
  expect(probes[0]).toMatchObject({ id: 'node', needed: true, state: 'ok', found: process.versions.node });
});

test('doctor --quiet is one line', async () => {
  const { stdout } = await cli(['doctor', '--quiet'], { env: NOWHERE });
  expect(stdout.trimEnd().split('\n')).toHaveLength(1);
});
