import { randomUUID } from 'node:crypto';
import { checks } from '../../../checks/index.ts';
import { Redactor } from '../../../src/http/redact.ts';
import { openIdentities } from '../../../src/identities/open.ts';
import type { Check, Profile } from '../../../src/model/check.ts';
import { type LoadedPlan, loadPlan } from '../../../src/plan/load.ts';
import { contextOf, runChecks } from '../../../src/probe/prober.ts';
import { selectChecks } from '../../../src/probe/select.ts';
import { type Survey, surveysOf } from '../../../src/probe/surveys.ts';

/** What one survey sent, and what it had said that it would send at most. */
export interface Spent {
  readonly id: string;
  readonly budget: number;
  /** By the target. */
  readonly counted: number;
  /** By the prober itself. */
  readonly sent: number;
  readonly outcomes: readonly string[];
}

/** A shipped plan against a service; quotas that take long to use up are left out. */
export async function planFor(
  name: string,
  env: Readonly<Record<string, string>>,
  profile: Profile,
): Promise<LoadedPlan> {
  const file = new URL(`../../../scenarios/${name}.plan.ts`, import.meta.url).pathname;
  const loaded = await loadPlan(file, { env, cwd: '/' });
  const { plan } = loaded;
  const limits = plan.policy.limits.filter(({ quota }) => quota <= MOST_QUOTA);
  return {
    ...loaded,
    plan: { ...plan, policy: { ...plan.policy, limits }, checks: { ...plan.checks, profile } },
  };
}

const MOST_QUOTA = 120;

/** The surveys that apply to the plan. */
export function surveysFor({ plan }: LoadedPlan): Survey[] {
  const selected = selectChecks(checks, plan.checks);
  return surveysOf(selected.filter((check) => check.needs(contextFor(check, plan)) === undefined));
}

/** Runs one survey by itself, no longer than `patience` in ms; `count` tells what the target has seen. */
export async function spend(
  survey: Survey,
  { plan, identityCounts }: LoadedPlan,
  count: () => number,
  patience = 60_000,
): Promise<Spent> {
  const [first] = survey.checks;
  const redactor = new Redactor();
  const identities = await openIdentities({
    pools: plan.identities,
    counts: identityCounts,
    wallClock: Date.now,
    uuid: randomUUID,
    secret: (secret, name) => void redactor.add(secret, name),
  });
  const origin = Date.now();
  try {
    const { findings, sent } = await runChecks({
      ...runOf(plan),
      checks: survey.checks,
      arm: 'canary',
      identities,
      pools: plan.identities,
      redactor,
      runId: 'budgets',
      version: '0.0.0',
      seed: 1,
      now: () => Date.now() - origin,
      wallClock: Date.now,
      abort: AbortSignal.timeout(patience),
    });
    return {
      id: survey.id,
      budget: first.budget(contextFor(first, plan)),
      counted: count(),
      sent,
      outcomes: findings.map(({ outcome }) => outcome),
    };
  } finally {
    await identities.close();
  }
}

type Plan = LoadedPlan['plan'];

function contextFor(check: Check, plan: Plan) {
  return contextOf(check, runOf(plan));
}

function runOf({ targets, policy, endpoints, sourceAddresses, checks: settings }: Plan) {
  return { target: targets.canary, policy, endpoints, sourceAddresses, settings };
}
