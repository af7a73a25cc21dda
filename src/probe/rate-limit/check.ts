import type { Check, CheckContext } from '../../model/check.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Judgement } from '../../model/finding.ts';
import type { LimitPolicy } from '../../model/policy/limits.ts';
import { type Ground, MARGIN } from './actor.ts';
import { eachLimit, lackOfLimits, partOf, sum, unfitFor } from './each.ts';
import { Log } from './log.ts';
import { judgeReached, reachOf } from './reach.ts';
import { tooLong } from './recovery.ts';

/** A question to each declared limit that needs quotas of its own. */
export interface LimitCheck
  extends Pick<
    Check,
    'id' | 'cases' | 'title' | 'severity' | 'kind' | 'why' | 'remedy' | 'references' | 'profile'
  > {
  /** Limits that the check does not ask about, with the reason. */
  readonly unfit: (limit: LimitPolicy, context: CheckContext) => string | undefined;
  /** Most requests for one limit. */
  readonly most: (limit: LimitPolicy) => number;
  /** Longest wait, in ms. */
  readonly waits: (limit: LimitPolicy) => number;
  /** Source addresses that it needs where limits count by address. */
  readonly addresses?: number;
  readonly observeLimit: (ground: Ground, log: Log) => Promise<void>;
  readonly judgeLimit: (
    exchanges: readonly Exchange[],
    limit: LimitPolicy,
    context: CheckContext,
  ) => Judgement;
}

/** A check that uses up quotas of its own, of several limits at a time. */
export function limitCheck(check: LimitCheck): Check {
  const { unfit, most, waits, addresses = 1, observeLimit, judgeLimit, ...described } = check;
  const fits = (context: CheckContext) =>
    context.policy.limits.filter((limit) => !(unfitFor(context, limit) ?? unfit(limit, context)));
  const open = (limit: LimitPolicy, context: CheckContext) =>
    reachOf(limit, context) ?? tooLong(waits(limit), context);
  const inReach = (context: CheckContext) =>
    fits(context).filter((limit) => open(limit, context) === undefined);
  return {
    ...described,
    active: true,
    exhausting: true,
    budget: (context) => sum(inReach(context), most),
    waits: (context) => Math.max(0, ...inReach(context).map((limit) => waits(limit) + MARGIN)),
    needs: (context) => lackOfLimits(context, (limit) => unfit(limit, context)),
    observe: (probe, context) => {
      const options = (limit: LimitPolicy) => ({ purse: most(limit), addresses });
      return eachLimit(inReach(context), probe, context, options, async (ground) => {
        const log = new Log();
        await log.try(() => observeLimit(ground, log));
        return log.seen;
      });
    },
    judge: (exchanges, context) =>
      judgeReached(
        fits(context),
        (limit) => open(limit, context),
        (limit) => partOf(limit, exchanges, (own) => judgeLimit(own, limit, context)),
      ),
  };
}
