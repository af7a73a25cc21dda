import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { spawnDemo } from '../../src/demo/spawn.ts';
import { k6 } from '../../src/engines/k6/engine.ts';
import type { LoadScenario } from '../../src/model/engine.ts';
import { loadPlan } from '../../src/plan/load.ts';
import { K6 } from '../engines/k6/harness.ts';
import { known, runLoaded } from '../run/harness.ts';
import { describeWith } from '../tools.ts';

const PLAN = fileURLToPath(new URL('../../scenarios/relay.plan.ts', import.meta.url));

/** As many streams as prove the plan's gates, in less time; all virtual users from the start, as k6 drops an arrival for each later one. */
function shorter(scenario: LoadScenario): LoadScenario {
  const { spec } = scenario;
  if (spec.executor !== 'constant-arrival-rate') return scenario;
  return { ...scenario, spec: { ...spec, rate: 120, duration: 8000, preAllocatedVUs: 200 } };
}

async function verdictBy(instances: number) {
  const demo = await spawnDemo({ port: 0, httpsPort: 0 });
  onTestFinished(() => demo.close());
  const loaded = await loadPlan(PLAN, { env: demo.env, cwd: '/', known });
  const plan = { ...loaded.plan, checks: { ...loaded.plan.checks, skip: ['*'] } };
  const scenarios = loaded.scenarios.map(shorter);
  const { report } = await runLoaded({ ...loaded, plan, scenarios }, { engine: k6, instances });
  const requests = report.load.scenarios.reduce((sum, scenario) => sum + scenario.requests, 0);
  const states = Object.fromEntries(report.gates.map(({ id, state }) => [id, state]));
  return { decision: report.decision, states, requests };
}

describeWith(K6, import.meta.filename, 'the relay on k6', () => {
  test.each([1, 3])('is promoted (instances: %i)', async (instances) => {
    const { decision, requests, states } = await verdictBy(instances);
    expect(
      Object.entries(states).filter(([, state]) => state !== 'pass' && state !== 'not_evaluable'),
    ).toEqual([]);
    expect([decision, requests]).toEqual(['PROMOTE', 1060]);
  });
});
