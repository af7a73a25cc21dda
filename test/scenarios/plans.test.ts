import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { ALLOWED_ORIGINS } from '../../src/demo/cors.ts';
import { EXACT_HEADERS } from '../../src/demo/headers.ts';
import { DEMO_ONLY_CA } from '../../src/demo/keys.ts';
import { LIMITS } from '../../src/demo/limit-names.ts';
import { loadPlan } from '../../src/plan/load.ts';
import { PLAN_NAMES, plans } from './plans.ts';

const folder = new URL('../../scenarios/', import.meta.url);

describe.each(PLAN_NAMES)('%s', (name) => {
  test('loads without a problem', async () => {
    const file = new URL(`${name}.plan.ts`, folder).pathname;
    const loaded = await loadPlan(file, { env: {}, cwd: '/' });
    expect(loaded.plan.name).toBe(name);
  });

  test('waits for all of its load, and for no more than 25 s of it', () => {
    const { run, scenarios } = plans[name];
    const ends = Object.values(scenarios).flatMap((spec) =>
      typeof spec === 'object' && spec.kind === 'load' && 'duration' in spec
        ? [spec.startTime + spec.duration]
        : [],
    );
    expect(Math.max(0, ...ends)).toBeLessThanOrEqual(25_000);
    expect(run.minDuration).toBeGreaterThan(25_000);
  });

  test('says how the canary is reached and identified', () => {
    expect(plans[name].targets.canary).toMatchObject({
      reach: { url: true },
      identify: { header: 'x-service-version' },
    });
  });
});

describe('plans and demo service agree', () => {
  test('on origins, headers and limits', () => {
    const { policy } = plans.scholarship;
    expect(policy.cors?.origins).toEqual([...ALLOWED_ORIGINS]);
    expect(policy.headers?.exact).toEqual(EXACT_HEADERS);
    for (const { name, quota } of [...policy.limits, ...plans.portal.policy.limits])
      expect(quota).toBe(LIMITS[name as keyof typeof LIMITS]);
  });

  test('on the certificate authority', async () => {
    expect(await readFile(new URL('demo-only-ca.pem', folder), 'utf8')).toBe(DEMO_ONLY_CA);
  });
});
