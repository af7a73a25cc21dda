import type { CheckContext, Probe } from '../../model/check.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Judgement } from '../../model/finding.ts';
import type { LimitPolicy } from '../../model/policy/limits.ts';
import { callable } from '../call.ts';
import type { Part } from '../combine.ts';
import { type Ground, type GroundOptions, onGround } from './actor.ts';
import { isMissing } from './log.ts';

/** Works on several limits side by side. One that has no identity left does not keep the others from being tried. */
export async function eachLimit(
  limits: readonly LimitPolicy[],
  probe: Probe,
  context: CheckContext,
  options: (limit: LimitPolicy) => GroundOptions,
  work: (ground: Ground) => Promise<Exchange[]>,
): Promise<Exchange[]> {
  const settled = await Promise.allSettled(
    limits.map((limit) => onGround(probe, context, limit, options(limit), work)),
  );
  const failures = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
  const fatal = failures.find((error) => !isMissing(error));
  if (fatal !== undefined) throw fatal;
  if (failures.length > 0 && failures.length === limits.length) throw failures[0];
  return settled.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
}

/** Why this limit cannot be tried as it is declared. */
export function unfitFor({ endpoints }: CheckContext, limit: LimitPolicy): string | undefined {
  const path = `policy.limits (${limit.name})`;
  if (limit.scope !== 'ip' && limit.identity === undefined)
    return `${path} counts by ${limit.scope}: declare its identity`;
  return callable(endpoints, limit.endpoint, path);
}

/** Why a check does not apply, when no limit is fit for it. */
export function lackOfLimits(
  context: CheckContext,
  unfit: (limit: LimitPolicy) => string | undefined,
): string | undefined {
  const reasons = context.policy.limits.map((limit) => unfitFor(context, limit) ?? unfit(limit));
  if (reasons.includes(undefined)) return undefined;
  return reasons[0] ?? 'declare policy.limits: name, endpoint, quota, window and scope of each limit';
}

/** The judgement on one limit, from its own exchanges. */
export function partOf(
  limit: LimitPolicy,
  exchanges: readonly Exchange[],
  judge: (own: readonly Exchange[]) => Judgement,
): Part {
  const own = exchanges.filter(({ facts }) => facts?.['limit'] === limit.name);
  const judgement: Judgement =
    own.length === 0
      ? { outcome: 'inconclusive', message: 'nothing was sent, its identities are used up' }
      : judge(own);
  return { name: limit.name, judgement };
}

export function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
