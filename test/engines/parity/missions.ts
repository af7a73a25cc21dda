import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import portal from '../../../scenarios/portal.plan.ts';
import relay from '../../../scenarios/relay.plan.ts';
import scholarship from '../../../scenarios/scholarship.plan.ts';
import type { LoadScenario } from '../../../src/model/engine.ts';
import type { Scenario } from '../../../src/model/scenario.ts';
import { type LoadedPlan, loadPlanData } from '../../../src/plan/load.ts';
import type { PlanInput } from '../../../src/plan/schema.ts';
import { known } from '../../run/harness.ts';
import { type TruthServer, truthServer } from '../truth-server.ts';

const VERSION = '2.0.0';
const PLANS = { scholarship, portal, relay } satisfies Record<string, PlanInput>;
export type Mission = keyof typeof PLANS;
export const MISSIONS = Object.keys(PLANS) as readonly Mission[];

/** A right answer to every request of the three plans, and to their signals. */
const ANSWER = JSON.stringify({
  data: [1],
  status: 'ok',
  eligible: true,
  task: { status: 'done' },
  tenant: 'acme',
  url: '/v1/download/acme-0002',
  file: 'acme-confidential-0002',
  ...{ pool_usage: 0.5, db_pool: 0.5, hit_rate: 0.95, errors: 0, p95_ms: 5, cpu: 0.5, memory: 0.5, up: 1 },
  ...{ fallback_rate: 0, error_rate: 0, search_success: 1, task_success: 1, anomalies: 0 },
  ...{ breakers_open: 0, audit_unredacted: 0, rls_policy_errors: 0, cross_tenant_attempts: 0, ann_p95_ms: 5 },
  ...{ rerank_skip_rate: 0, rerank_timeouts: 0, up_memory: 1, up_system: 1, up_sse: 1 },
});

/** The endpoints that the load of a plan calls. */
const LOADED: Readonly<Record<Mission, readonly string[]>> = {
  scholarship: ['scholarships', 'search', 'recommendations', 'eligibility', 'tasks'],
  portal: ['health', 'contacts', 'files', 'file', 'jobs', 'signed-url'],
  relay: ['query'],
};

/** What the script of the portal asks for without an endpoint of the plan. */
const DOWNLOAD = '/v1/download/acme-0002';

/** Rates are those of the plan; it takes a quarter of the time. */
const SHORTER = 4;

/** Files next to the server's certificate. */
const file = (name: string) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));

/** The server of a mission: right in everything, but slow and refusing by known shares where the load goes. */
export function serverOf(mission: Mission): Promise<TruthServer> {
  const pem = (name: string) => readFileSync(file(name), 'utf8');
  return truthServer({
    paths: Object.keys(namesOf(mission)),
    streams: mission === 'relay' ? [pathOf('relay', 'query')] : [],
    headers: { 'x-service-version': VERSION },
    body: ANSWER,
    ...(mission === 'portal'
      ? { tls: { key: pem('test-only-key.pem'), cert: pem('test-only-cert.pem') } }
      : {}),
  });
}

/** What requests are counted under, by path. */
export function namesOf(mission: Mission): Record<string, string> {
  const endpoints = LOADED[mission].map((name) => [pathOf(mission, name), name]);
  return Object.fromEntries(mission === 'portal' ? [...endpoints, [DOWNLOAD, 'download']] : endpoints);
}

/** Some scenarios of a plan, and what is another for them. */
export interface Part {
  readonly has: (scenario: LoadScenario) => boolean;
  readonly change?: Partial<PlanInput>;
}

export const LOAD: Part = { has: ({ spec }) => spec.kind === 'load' };

/** What is static and closed: without source addresses, and without certificates to verify. */
export const PLAIN: readonly { readonly mission: Mission; readonly name: string; readonly part: Part }[] = [
  {
    mission: 'scholarship',
    name: 'load',
    part: { has: ({ name }) => name === 'thousand', change: { sourceAddresses: [] } },
  },
  {
    mission: 'scholarship',
    name: 'floods',
    part: {
      has: ({ name, spec }) => spec.kind === 'flood' && name !== 'flood-root',
      change: { sourceAddresses: [] },
    },
  },
  {
    mission: 'portal',
    name: 'flood',
    part: {
      has: ({ name }) => name === 'flood-files',
      change: { targets: { canary: { ...portal.targets.canary, tls: { insecure: true } } } },
    },
  },
];

/** The plan as it stands in the project, its load alone and in less time. */
export async function missionPlan(mission: Mission, url: string, part: Part): Promise<LoadedPlan> {
  const plan: PlanInput = {
    ...PLANS[mission],
    checks: { skip: ['*'] },
    run: { until: 'end', minDuration: '1m' },
    // Some that hold, beside those that so many errors violate; throughputs are too near their bounds to be decided.
    gates: [...gatesOf(mission), 'p75(latency) < 200ms', 'rate(429) <= 20%', 'throughput >= 20/s'],
    ...part.change,
  };
  const place = fileURLToPath(new URL(`../../../scenarios/${mission}.plan.ts`, import.meta.url));
  const loaded = await loadPlanData(plan, place, {
    env: {
      CANARY_URL: url.replace('https:', 'http:'),
      CANARY_HTTPS_URL: url,
      CANARY_CA: file('test-only-cert.pem'),
    },
    cwd: fileURLToPath(new URL('../../..', import.meta.url)),
    known,
  });
  const scenarios = loaded.scenarios.filter(part.has);
  return {
    ...loaded,
    scenarios: scenarios.map((scenario) => ({ ...scenario, spec: shorter(scenario.spec) })),
  };
}

function gatesOf(mission: Mission): NonNullable<PlanInput['gates']> {
  const { gates = [] } = PLANS[mission] as PlanInput;
  return gates.filter((gate) => typeof gate === 'string' || !gate.expression.startsWith('throughput'));
}

function shorter(spec: Scenario): Scenario {
  const brief = { ...spec, startTime: spec.startTime / SHORTER };
  if ('stages' in brief)
    brief.stages = brief.stages.map((stage) => ({ ...stage, duration: stage.duration / SHORTER }));
  if ('duration' in brief) brief.duration /= SHORTER;
  if ('iterations' in brief) brief.iterations = Math.ceil(brief.iterations / SHORTER);
  return brief;
}

function pathOf(mission: Mission, name: string): string {
  const { endpoints } = PLANS[mission] as { endpoints: Readonly<Record<string, { readonly path: string }>> };
  return endpoints[name]?.path ?? '';
}
