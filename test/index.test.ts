import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { definePlan, run, scenario } from '../src/index.ts';
import { PlanError } from '../src/model/errors.ts';
import { service } from './cli/cli.ts';

test('definePlan and scenario give back what they get', () => {
  const plan = { name: 'a', targets: { canary: { url: 'http://127.0.0.1' } } };
  expect(definePlan(plan)).toBe(plan);
  const module = scenario({ executor: 'constant-vus', vus: 1, duration: '1s', iteration: async () => {} });
  expect(typeof module.iteration).toBe('function');
});

test('what setup returns is typed in iteration', () => {
  scenario({
    executor: 'constant-vus',
    vus: 1,
    duration: '1s',
    setup: () => ({ greeting: 'hello' }),
    iteration: async (ctx) => {
      const greeting: string = ctx.setup.greeting;
      await ctx.http.get('/', { headers: { greeting } });
    },
  });
});

test('the entry is light: a load scenario that imports it brings nothing along', () => {
  const text = readFileSync(new URL('../src/index.ts', import.meta.url), 'utf8');
  const heavy = [...text.matchAll(/^(?:import|export) (?!type)[^;]*? from /gm)];
  expect(heavy).toEqual([]);
});

test('run gives the report and the folder; a wrong plan rejects', async () => {
  const target = await service();
  const out = mkdtempSync(join(tmpdir(), 'canary-library-'));
  const plan = definePlan({
    name: 'library',
    targets: { canary: { url: target.url } },
    endpoints: { home: { path: '/' } },
    scenarios: { burst: { executor: 'shared-iterations', vus: 3, iterations: 60, requests: ['home'] } },
    gates: ['p95(latency) <= 5s'],
    checks: { only: ['headers/nosniff'] },
  });
  const { report, folder } = await run({ plan, out, cwd: out });
  expect(report.load.scenarios[0]?.requests).toBe(60);
  expect(folder.startsWith(out)).toBe(true);
  await expect(run({ plan: { ...plan, gates: ['rate(6xx) <= 1%'] }, out })).rejects.toBeInstanceOf(PlanError);
  await target.close();
  rmSync(out, { recursive: true });
});
