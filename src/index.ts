/**
 * The public entry. Load scenarios import it inside workers and bundles, so it holds nothing but types, two typed
 * identities, and a door to the rest that opens on use.
 */

import type { RunRequest } from './cli/programmatic.ts';
import type { ScenarioModule } from './model/context.ts';
import type { Report } from './model/report.ts';
import type { PlanInput } from './plan/schema.ts';

export type { RunRequest } from './cli/programmatic.ts';
export type {
  Answer,
  Context,
  Expectations,
  HttpClient,
  RequestOptions,
  ScenarioModule,
} from './model/context.ts';
export type { Problem } from './model/errors.ts';
export type { ProgressEvent } from './model/progress.ts';
export type { Report } from './model/report.ts';
export type { Scenario, ScenarioInput } from './model/scenario.ts';
export type { Plan, PlanInput } from './plan/schema.ts';

/** Types a plan; returns it as it is. */
export function definePlan(plan: PlanInput): PlanInput {
  return plan;
}

/** Types a scenario; returns it as it is. What `setup` returns is `ctx.setup` in `iteration` and `teardown`. */
export function scenario<Setup = unknown>(module: ScenarioModule<Setup>): ScenarioModule<Setup> {
  return module;
}

/**
 * Runs a plan and gives its report; rejects with `PlanError` (nothing was sent), `StartError` or `IdentityError`.
 * A verdict of FAIL or INCONCLUSIVE is a result, not an error.
 */
export async function run(request: RunRequest): Promise<{ report: Report; folder: string }> {
  const { runProgrammatically } = await import('./cli/programmatic.ts');
  return runProgrammatically(request);
}
