import portal from '../../scenarios/portal.plan.ts';
import relay from '../../scenarios/relay.plan.ts';
import scholarship from '../../scenarios/scholarship.plan.ts';
import { interpolate } from '../../src/plan/interpolate.ts';
import { Plan } from '../../src/plan/schema.ts';

export const PLAN_NAMES = ['scholarship', 'portal', 'relay'] as const;
export type PlanName = (typeof PLAN_NAMES)[number];

/** The shipped plans with their defaults, as the schema gives them. */
export const plans: Readonly<Record<PlanName, Plan>> = {
  scholarship: parsed(scholarship),
  portal: parsed(portal),
  relay: parsed(relay),
};

function parsed(plan: unknown): Plan {
  return Plan.parse(interpolate(plan, {}).data);
}
