import { describe, expect, test } from 'vitest';
import portalCollection from '../../scenarios/portal.scenario.ts';
import { burst, streams } from '../../scenarios/relay.scenario.ts';
import { Scenario } from '../../src/model/scenario.ts';
import { plannedIterations } from '../../src/plan/rates.ts';
import { type PlanName, plans } from './plans.ts';

type Demand = readonly [level: 'warn' | 'required' | 'critical' | 'trigger', expression: string];

/** Every gate and trigger that the ledger of the mission demands, number by number. */
const DEMANDS: Readonly<Record<PlanName, readonly Demand[]>> = {
  scholarship: [
    ['required', 'availability >= 99.9%'],
    ['required', 'p95(latency) <= 220ms'],
    ['warn', 'p95(latency) <= 200ms'],
    ['required', 'trend(p99(latency)){scenario=steady} stable 10%'],
    ['required', 'rate(5xx) <= 0.5%'],
    ['warn', 'rate(5xx) <= 1%'],
    ['required', 'rate(429) <= 1%'],
    ['required', 'rate(errors){endpoint=search} <= 2%'],
    ['required', 'rate(errors){endpoint=recommendations} <= 2%'],
    ['required', 'p95(latency){scenario=thousand} < 200ms'],
    ['required', 'rate(success){endpoint=tasks} >= 98%'],
    ['required', 'signal(db_pool) <= 75%'],
    ['warn', 'signal(db_pool) <= 80%'],
    ['required', 'signal(redis_errors) == 0'],
    ['required', 'signal(redis_hit_rate) >= 90%'],
    ['required', 'signal(redis_p95) < 10ms'],
    ['required', 'signal(redis_pool) < 80%'],
    ['required', 'signal(openai_fallback) <= 5%'],
    ['required', 'signal(openai_errors) < 3%'],
    ['required', 'signal(cpu) < 70%'],
    ['required', 'signal(memory) < 70%'],
    ['required', 'signal(agent_success) >= 99%'],
    ['warn', 'signal(search_success) > 98%'],
    ['trigger', 'p95(latency)[1m] > 250ms for 10m -> rollback'],
    ['trigger', 'rate(5xx)[1m] > 1% for 10m -> rollback'],
    ['trigger', 'rate(429)[1m] > 2% for 10m -> rollback'],
    ['trigger', 'availability[1m] < 99% for 2m -> rollback'],
    ['trigger', 'rate(errors){endpoint=search}[1m] > 2% for 10m -> rollback'],
    ['trigger', 'rate(errors){endpoint=recommendations}[1m] > 2% for 10m -> rollback'],
    ['trigger', 'signal(agent_success) < 98% for 10m -> rollback'],
    ['trigger', 'signal(redis_errors) > 0 for 5m -> rollback'],
    ['trigger', 'signal(openai_fallback) > 10% for 10m -> rollback'],
    ['trigger', 'signal(db_pool) > 85% for 5m -> rollback'],
    ['trigger', 'burn(availability, 99.9%, 30d)[1h,5m] > 14.4 -> rollback'],
    ['trigger', 'signal(security_anomalies) > 0 -> security'],
  ],
  portal: [
    ['required', 'rate(success){endpoint=health} > 99.9%'],
    ['required', 'p95(latency) < 500ms'],
    ['required', 'rate(errors) < 1%'],
    ['required', 'rate(429) <= 1%'],
    ['required', 'count(5xx) == 0'],
    ['required', 'p95(latency){endpoint=health} < 100ms'],
    ['required', 'p95(latency){endpoint=contacts} < 300ms'],
    ['required', 'p95(latency){endpoint=jobs} < 400ms'],
    ['required', 'p95(latency){endpoint=files} < 500ms'],
    ['required', 'rate(success){endpoint=signed-url} > 99.5%'],
    ['required', 'throughput{endpoint=contacts,scenario=contacts} >= 15/s'],
    ['required', 'throughput{scenario=files} >= 6/s'],
    ['required', 'rate(errors){scenario=collection} < 1%'],
    ['required', 'trend(p95(latency)){endpoint=jobs} stable 20%'],
    ['required', 'signal(memory) < 80%'],
    ['required', 'signal(cpu) < 70%'],
    ['required', 'signal(db_pool) < 80%'],
    ['required', 'signal(breakers_open) == 0'],
    ['required', 'signal(up) == 1'],
    ['required', 'signal(audit_unredacted) == 0'],
    ['trigger', 'rate(errors){endpoint=health}[1m] > 50% for 2m -> rollback'],
    ['trigger', 'rate(errors)[1m] > 5% for 2m -> rollback'],
    ['trigger', 'p95(latency)[1m] > 1000ms for 5m -> rollback'],
    ['trigger', 'signal(breakers_open) > 0 for 1m -> rollback'],
    ['trigger', 'p95(latency){endpoint=health}[1m] > 100ms for 10m -> rollback'],
    ['trigger', 'p95(latency){endpoint=contacts}[1m] > 600ms for 10m -> rollback'],
    ['trigger', 'p95(latency){endpoint=jobs}[1m] > 800ms for 10m -> rollback'],
    ['trigger', 'p95(latency){endpoint=files}[1m] > 1000ms for 10m -> rollback'],
    ['trigger', 'rate(5xx)[1m] > 1% for 10m -> rollback'],
    ['trigger', 'rate(4xx)[1m] > 2% for 10m -> rollback'],
    ['trigger', 'signal(breakers_open) > 0 for 5m -> rollback'],
    ['trigger', 'signal(memory) > 95% for 10m -> rollback'],
    ['trigger', 'signal(cpu) > 95% for 10m -> rollback'],
  ],
  relay: [
    ['required', 'p95(first_event){endpoint=query} < 1500ms'],
    ['warn', 'p50(first_event){endpoint=query} < 500ms'],
    ['required', 'rate(success){endpoint=query} >= 99.6%'],
    ['required', 'rate(429) <= 1%'],
    ['critical', 'signal(rls_errors) == 0'],
    ['required', 'signal(ann_p95) < 200ms'],
    ['required', 'signal(db_pool) < 80%'],
    ['warn', 'signal(rerank_skips) < 1%'],
    ['warn', 'signal(rerank_timeouts) == 0'],
    ['required', 'signal(up_memory) == 1'],
    ['required', 'signal(up_system) == 1'],
    ['required', 'signal(up_sse) == 1'],
    ['trigger', 'p95(first_event){endpoint=query}[1m] > 1500ms for 5m -> rollback'],
    ['trigger', 'rate(success){endpoint=query}[1m] < 99.6% for 5m -> rollback'],
    ['trigger', 'signal(rls_errors) > 0 for 1m -> rollback'],
    ['trigger', 'signal(cross_tenant) > 0 -> security'],
  ],
};

describe.each(Object.entries(DEMANDS))('%s', (name, demands) => {
  const plan = plans[name as PlanName];
  const gates: readonly Demand[] = plan.gates.map((gate) =>
    typeof gate === 'string' ? ['required', gate] : [gate.level, gate.expression],
  );
  const triggers: readonly Demand[] = plan.triggers.map((trigger) => [
    'trigger',
    typeof trigger === 'string' ? trigger : trigger.expression,
  ]);

  test('judges exactly what the ledger demands', () => {
    expect([...gates, ...triggers]).toEqual(demands);
  });

  test('lets no failed check pass', () => {
    expect(plan.run.blocking).toBe('low');
  });
});

describe('the promises of the scholarship service', () => {
  const { policy, identities } = plans.scholarship;

  test('rate classes: public 60, authenticated 300, admin 1000, agent 50', () => {
    const quotas = policy.limits.map(({ name, quota, scope }) => [name, quota, scope]);
    expect(quotas).toEqual([
      ['public', 60, 'ip'],
      ['authenticated', 300, 'subject'],
      ['admin', 1000, 'subject'],
      ['agent', 50, 'subject'],
    ]);
    expect([identities['students'], identities['admins'], identities['agents']]).toMatchObject([
      { quota: { limit: 300 } },
      { quota: { limit: 1000 } },
      { quota: { limit: 50 } },
    ]);
  });

  test('JWT rules: issuer, audience, HS256, 10 s, jti and nbf, 1800 s', () => {
    expect(policy.jwt).toMatchObject({
      issuer: 'auto-com-center',
      audience: 'scholar-sync-agents',
      algorithm: 'HS256',
      tolerance: 10_000,
      lifetime: 1_800_000,
      required: expect.arrayContaining(['jti', 'nbf']),
    });
    expect(policy.replay).toMatchObject([
      { endpoint: 'tasks', replay: 'one-time' },
      { endpoint: 'recommendations', replay: 'reusable' },
    ]);
  });

  test('six exact origins, with credentials and no wildcard', () => {
    expect(policy.cors?.origins).toHaveLength(6);
    expect(policy.cors?.origins.every((origin) => /^https:\/\/[a-z.-]+$/.test(origin))).toBe(true);
    expect(policy.cors).toMatchObject({ credentials: true, public: false });
  });

  test.each(['scholarship', 'portal'] as const)('exact header values of %s', (name) => {
    expect(plans[name].policy.headers?.exact).toEqual({
      'strict-transport-security': 'max-age=31536000; includeSubDomains; preload',
      'content-security-policy': "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'",
      'referrer-policy': 'strict-origin-when-cross-origin',
      'x-content-type-options': 'nosniff',
    });
  });
});

describe('the promises of the portal', () => {
  const { policy, identities } = plans.portal;

  test('files: 120 a window', () => {
    const files = policy.limits?.find(({ name }) => name === 'files');
    expect(files).toMatchObject({ endpoint: 'files', quota: 120, scope: 'subject' });
    expect(identities['users']).toMatchObject({ quota: [{ limit: 300 }, { limit: 120 }] });
  });

  test('another tenant is answered 404', () => {
    expect(policy.tenancy?.mismatch).toBe(404);
  });
});

describe("the documents' own bursts and floods", () => {
  const { scenarios } = plans.scholarship;

  test.each([
    ['flood-scholarships', 120, 30, 'scholarships'],
    ['flood-recommendations', 80, 20, 'recommendations'],
    ['flood-eligibility', 80, 20, 'eligibility'],
    ['flood-search', 80, 20, 'search'],
    ['flood-root', 100, 10, 'root'],
  ])('%s: %i by %i', (name, iterations, vus, endpoint) => {
    expect(scenarios[name]).toMatchObject({
      executor: 'shared-iterations',
      kind: 'flood',
      iterations,
      vus,
      requests: [endpoint],
    });
  });

  test('1000 requests by 10', () => {
    expect(scenarios['thousand']).toMatchObject({ executor: 'shared-iterations', iterations: 1000, vus: 10 });
  });

  test('5 users x 20 queries, 100 ms apart, with a transcript', () => {
    expect(burst).toMatchObject({
      executor: 'per-vu-iterations',
      vus: 5,
      iterations: 20,
      pause: '100ms',
      transcript: true,
    });
  });

  test('500 iterations of the collection, 100 ms apart', () => {
    expect(portalCollection).toMatchObject({
      executor: 'shared-iterations',
      iterations: 500,
      pause: '100ms',
    });
  });

  test('15/s contacts and 6/s files at the same time', () => {
    const rate = (name: string) => {
      const spec = plans.portal.scenarios[name];
      if (typeof spec !== 'object' || spec.executor !== 'constant-arrival-rate') return 0;
      return (spec.rate / spec.timeUnit) * 1000;
    };
    expect(rate('contacts')).toBeGreaterThanOrEqual(15);
    expect(rate('files')).toBeGreaterThanOrEqual(6);
    expect(plans.portal.scenarios['contacts']).toMatchObject({ startTime: 0 });
    expect(plans.portal.scenarios['files']).toMatchObject({ startTime: 0 });
  });
});

describe('proof loads are long enough', () => {
  const planned = (spec: Scenario | string | undefined) =>
    typeof spec === 'object' ? (plannedIterations(spec) ?? 0) : 0;
  const { iteration: _, ...proof } = streams;

  test.each([
    ['availability >= 99.9%', planned(plans.scholarship.scenarios['steady']), 2995],
    ['health > 99.9%', planned(plans.portal.scenarios['health']), 2995],
    ['signed URLs > 99.5%', planned(plans.portal.scenarios['signed-urls']) + 500, 598],
    ['streams >= 99.6%', planned(Scenario.parse(proof)), 748],
    ['agent tasks >= 98%', planned(plans.scholarship.scenarios['tasks']), 149],
  ])('%s: %i requests, of which %i with none bad would do', (_gate, sent, least) => {
    expect(sent).toBeGreaterThanOrEqual(least);
  });
});
