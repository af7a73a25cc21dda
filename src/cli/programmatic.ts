import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import type { Progress } from '../model/progress.ts';
import type { Report } from '../model/report.ts';
import { loadPlan, loadPlanData } from '../plan/load.ts';
import type { PlanInput } from '../plan/schema.ts';
import { runPlan } from '../run/run.ts';
import { override } from './overrides.ts';
import { pick, registered, registries } from './registries.ts';
import { version } from './version.ts';

/** What `run()` of the package takes. */
export interface RunRequest {
  /** A plan file, or a plan; files that a plan names are relative to `cwd`. */
  readonly plan: string | PlanInput;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Folder for the evidence of runs; `canary-runs` when left out. */
  readonly out?: string;
  readonly engine?: string;
  readonly mode?: 'run' | 'check';
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly seed?: number;
  /** Most threads that send the load. */
  readonly workers?: number;
  readonly progress?: Progress;
  readonly abort?: AbortSignal;
}

/** Runs a plan with the registries of this package; see `run` of the entry. */
export async function runProgrammatically(request: RunRequest): Promise<{ report: Report; folder: string }> {
  const { plan, cwd = process.cwd(), env = process.env } = request;
  const options = { env, cwd, known: await registered() };
  const engines = await registries.engines();
  const loaded =
    typeof plan === 'string' ? await loadPlan(plan, options) : await loadPlanData(plan, 'plan', options);
  return runPlan({
    loaded: override(loaded, request, options.known.checks),
    engine: pick(engines, request.engine ?? 'embedded', 'engine'),
    engines,
    mode: request.mode ?? 'run',
    out: resolve(cwd, request.out ?? 'canary-runs'),
    checks: options.known.checks,
    reporters: await registries.reporters(),
    progress: request.progress ?? (() => {}),
    abort: request.abort ?? new AbortController().signal,
    wallClock: Date.now,
    monotonic: () => performance.now(),
    uuid: randomUUID,
    version: version(),
  });
}
