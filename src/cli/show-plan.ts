import { feasibility } from '../plan/feasibility.ts';
import { hopeless } from '../plan/gate-outlook.ts';
import { loadPlan } from '../plan/load.ts';
import type { GlobalOptions } from './command.ts';
import { feasibilityText } from './feasibility-text.ts';
import type { Io } from './io.ts';
import { type Overrides, override } from './overrides.ts';
import { planFile } from './plan-file.ts';
import { registered, registries } from './registries.ts';

/** `canary-gate plan`: exit code 2 for a plan that could never end in PASS. Throws `PlanError`; sends nothing. */
export async function showPlan(
  flags: GlobalOptions & Overrides & { plan: string | undefined },
  io: Io,
): Promise<number> {
  const loaded = await loadPlan(planFile(flags.plan, io.cwd), {
    env: io.env,
    cwd: io.cwd,
    known: await registered(),
  });
  const checks = await registries.checks();
  const outlook = feasibility(override(loaded, flags, checks), checks);
  io.stdout.write(
    flags.json ? `${JSON.stringify(outlook, null, 2)}\n` : feasibilityText(outlook, flags.quiet),
  );
  return hopeless(outlook.gates).length > 0 ? 2 : 0;
}
