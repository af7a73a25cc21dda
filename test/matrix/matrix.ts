import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checks } from '../../checks/index.ts';
import { reporters } from '../../reporters/index.ts';
import { DEFECTS, type Defect, type DemoPlan } from '../../src/demo/defects.ts';
import { startDemo } from '../../src/demo/start.ts';
import { engines } from '../../src/engines/index.ts';
import type { Report } from '../../src/model/report.ts';
import { type LoadedPlan, loadPlan } from '../../src/plan/load.ts';
import { runPlan } from '../../src/run/run.ts';
import { needsLoad, quickened, withoutLoad } from './quicken.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const CHECK_IDS: ReadonlySet<string> = new Set(checks.map(({ id }) => id));

/** A window of a limit that still holds 300 requests on a busy machine. */
const WINDOW_MS = 3000;

/** For every defect of a plan: the primary fails, and nothing fails beyond what is implied; the correct service fails nothing. */
export function matrixOf(plan: DemoPlan): void {
  test.concurrent(`the correct service fails nothing (${plan})`, async () => {
    expect(failingOf(await judge(plan))).toEqual([]);
  });
  test.concurrent.for(DEFECTS.filter((defect) => defect.plan === plan))(
    '$id fails $primary',
    async (defect) => {
      const failing = failingOf(await judge(plan, defect));
      expect(failing).toContain(defect.primary);
      expect(failing.filter((id) => id !== defect.primary && !defect.implied.includes(id))).toEqual([]);
    },
  );
}

function failingOf(report: Report): string[] {
  const failing = [
    ...report.gates.filter(({ state }) => state === 'fail'),
    ...report.checks.filter(({ outcome }) => outcome === 'fail'),
  ];
  return failing.map(({ id }) => id);
}

async function judge(name: DemoPlan, defect?: Defect): Promise<Report> {
  const demo = await startDemo({ defects: defect ? [defect.id] : [], windowMs: WINDOW_MS });
  const out = mkdtempSync(join(tmpdir(), 'canary-gate-matrix-'));
  try {
    const file = join(ROOT, 'scenarios', `${name}.plan.ts`);
    const known = { checks, reporters: reporters.map(({ id }) => id) };
    const loaded = await loadPlan(file, { env: demo.env, cwd: ROOT, known });
    return (await run(fitted(loaded, defect), out)).report;
  } finally {
    await demo.close();
    rmSync(out, { recursive: true, force: true });
  }
}

/**
 * The least of the plan that can show the defect and whatever else it might make fail. The limits take most of the
 * requests; a defect of another family cannot reach them, and `CANARY_MATRIX=full` looks all the same.
 */
function fitted(loaded: LoadedPlan, defect?: Defect): LoadedPlan {
  const isCheck = defect !== undefined && CHECK_IDS.has(defect.primary);
  const spare =
    process.env.CANARY_MATRIX !== 'full' && defect !== undefined && !defect.primary.startsWith('rate-limit/');
  const skip = spare ? ['rate-limit'] : [];
  const plan = {
    ...loaded.plan,
    checks: { ...loaded.plan.checks, skip: [...loaded.plan.checks.skip, ...skip] },
  };
  const lighter = { ...loaded, plan };
  return isCheck || (defect && !needsLoad(loaded, defect.primary))
    ? withoutLoad(lighter)
    : quickened(lighter);
}

function run(loaded: LoadedPlan, out: string): Promise<{ report: Report }> {
  return runPlan({
    loaded,
    engine: engines[0]!,
    checks,
    reporters,
    out,
    mode: 'run',
    progress: () => {},
    abort: new AbortController().signal,
    wallClock: Date.now,
    monotonic: () => performance.now(),
    uuid: randomUUID,
    version: '0.0.0-test',
  });
}
