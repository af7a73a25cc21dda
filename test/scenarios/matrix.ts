import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checks } from '../../checks/index.ts';
import type { Defect } from '../../src/demo/defects.ts';
import { startDemo } from '../../src/demo/start.ts';
import { engines } from '../../src/engines/index.ts';
import type { Check } from '../../src/model/check.ts';
import type { LoadScenario } from '../../src/model/engine.ts';
import type { Report } from '../../src/model/report.ts';
import type { Scenario } from '../../src/model/scenario.ts';
import { type LoadedPlan, loadPlan } from '../../src/plan/load.ts';
import { runPlan } from '../../src/run/run.ts';
import type { PlanName } from './plans.ts';

/** What of a plan is run, so that a defect shows in the least time. */
export interface Part {
  /** Which checks; none when left out. */
  readonly checks?: (check: Check) => boolean;
  /** Share of the load's time and iterations; no load when left out. */
  readonly load?: number;
}

/** Runs part of a shipped plan against a demo service of its own. */
export async function runPart(plan: PlanName, part: Part, defect?: Defect): Promise<Report> {
  const demo = await startDemo({ defects: defect ? [defect.id] : [], windowMs: 2000 });
  const out = await mkdtemp(join(tmpdir(), 'canary-gate-matrix-'));
  try {
    const file = new URL(`../../scenarios/${plan}.plan.ts`, import.meta.url).pathname;
    const loaded = await loadPlan(file, { env: demo.env, cwd: '/' });
    const { report } = await runPlan({
      loaded: shortened(loaded, part.load ?? 0),
      engine: engines[0]!,
      checks: checks.filter(part.checks ?? (() => false)),
      reporters: [],
      out,
      mode: part.load === undefined ? 'check' : 'run',
      progress: () => {},
      abort: new AbortController().signal,
      wallClock: Date.now,
      monotonic: () => performance.now(),
      uuid: randomUUID,
      version: '0.0.0-test',
    });
    return report;
  } finally {
    await Promise.all([demo.close(), rm(out, { recursive: true, force: true })]);
  }
}

/** Ids of the checks, gates and triggers that failed. */
export function failuresOf({ checks, gates }: Report): string[] {
  return [
    ...checks.filter(({ outcome }) => outcome === 'fail'),
    ...gates.filter(({ state }) => state === 'fail'),
  ].map(({ id }) => id);
}

/** The failures that a defect does not explain, and its primary where that did not fail. */
export function surprises({ primary, implied }: Defect, failures: readonly string[]): string[] {
  return [
    ...failures.filter((id) => id !== primary && !implied.includes(id)),
    ...(failures.includes(primary) ? [] : [`${primary} did not fail`]),
  ];
}

/** Floods are left out: they count for no gate. */
function shortened(loaded: LoadedPlan, share: number): LoadedPlan {
  const scenarios = loaded.scenarios
    .filter(({ spec }) => spec.kind === 'load')
    .map((scenario): LoadScenario => ({ ...scenario, spec: shorter(scenario.spec, share) }));
  return { ...loaded, scenarios };
}

function shorter(spec: Scenario, share: number): Scenario {
  const startTime = spec.startTime * share;
  if (spec.executor === 'constant-arrival-rate')
    return { ...spec, startTime, duration: spec.duration * share };
  if (spec.executor === 'ramping-arrival-rate') {
    const stages = spec.stages.map((stage) => ({ ...stage, duration: stage.duration * share }));
    return { ...spec, startTime, stages };
  }
  if ('iterations' in spec)
    return { ...spec, startTime, iterations: Math.max(1, Math.ceil(spec.iterations * share)) };
  throw new Error(`the matrix knows no way to shorten ${spec.executor}`);
}
