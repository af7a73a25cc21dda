import { type Check, PROFILES, type Profile } from '../model/check.ts';
import { checkOutlooks } from '../plan/check-outlook.ts';
import { loadPlan } from '../plan/load.ts';
import type { Plan } from '../plan/schema.ts';
import { selectChecks } from '../probe/select.ts';
import type { Io } from './io.ts';
import { planFile, SHIPPED_PLANS, shippedPlan } from './plan-file.ts';
import { registered } from './registries.ts';

/** At most; of checks of one survey, what they cost together. */
export interface Cost {
  readonly requests: number;
  /** Of waiting. */
  readonly seconds: number;
}

/** By profile; null in a profile that does not run the check. */
export type Costs = Readonly<Record<Profile, Cost | null>>;

/** What each check costs with a plan; without one, the most that it costs with the plans that ship with the tool. */
export async function checkCosts(
  checks: readonly Check[],
  named: string | undefined,
  io: Io,
): Promise<ReadonlyMap<string, Costs>> {
  const plans = await plansOf(named, io);
  return new Map(checks.map((check) => [check.id, costsOf(check, plans)]));
}

async function plansOf(named: string | undefined, io: Io): Promise<Plan[]> {
  const known = await registered();
  const files =
    named === undefined ? SHIPPED_PLANS.map((name) => shippedPlan(name)!) : [planFile(named, io.cwd)];
  // Shipped plans are shown as they are for the demo service, whatever the environment says.
  const env = named === undefined ? {} : io.env;
  const loaded = await Promise.all(files.map((file) => loadPlan(file, { env, cwd: io.cwd, known })));
  return loaded.map(({ plan }) => plan);
}

function costsOf(check: Check, plans: readonly Plan[]): Costs {
  return Object.fromEntries(PROFILES.map((profile) => [profile, costIn(profile, check, plans)])) as Costs;
}

function costIn(profile: Profile, check: Check, plans: readonly Plan[]): Cost | null {
  if (selectChecks([check], { profile }).length === 0) return null;
  const outlooks = plans.flatMap((plan) =>
    checkOutlooks([check], { ...plan, checks: { ...plan.checks, profile } }),
  );
  return {
    requests: Math.max(...outlooks.map(({ requests }) => requests)),
    seconds: Math.max(...outlooks.map(({ waits }) => waits)) / 1000,
  };
}
