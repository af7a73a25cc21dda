import type { Check, CheckContext, Probe } from '../../model/check.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Judgement } from '../../model/finding.ts';
import type { LimitPolicy } from '../../model/policy/limits.ts';
import { callAs, GRACE, type Ground, MARGIN, newActor } from './actor.ts';
import { eachLimit, lackOfLimits, partOf, sum, unfitFor } from './each.ts';
import { Log } from './log.ts';
import { lookAt } from './look.ts';
import { judgeReached, reachOf } from './reach.ts';
import { fullSilence, recoveryWait } from './recovery.ts';

/** A question to each declared limit, answered by what the survey sent. */
export interface QuotaCheck
  extends Pick<
    Check,
    'id' | 'cases' | 'title' | 'severity' | 'kind' | 'why' | 'remedy' | 'references' | 'profile'
  > {
  /** Limits that the check does not ask about, e.g. those that count by address; with the reason. */
  readonly unfit?: (limit: LimitPolicy, context: CheckContext) => string | undefined;
  /** Headers of requests within the quota answer it too. */
  readonly byHeaders?: boolean;
  readonly judgeLimit: (
    exchanges: readonly Exchange[],
    limit: LimitPolicy,
    context: CheckContext,
  ) => Judgement;
}

/** Requests of one client that headers are read from where the quota is not used up, and clients. */
const GLIMPSE = 3;
const GLIMPSES = 2;
/** Requests for a limit besides those that use up quotas. */
const ASIDE = 60;
/** Quotas' worth of requests, for all proofs together; deep runs prove more where that costs little. */
const QUOTAS = 5;
const DEEP_QUOTAS = 14;
const LITTLE = 150;

type Survey = Pick<Check, 'survey' | 'active' | 'exhausting' | 'budget' | 'waits' | 'observe'>;

/**
 * Each declared limit, used up by one client: how it counts, what it says, whom it rejects meanwhile, and when it has
 * room again. Then once more, when it must be full. What looks wrong is tried again before it counts.
 */
const SURVEY = {
  survey: 'rate-limit/quota',
  active: true,
  exhausting: true,
  budget: (context) => sum(tried(context), (limit) => purseOf(limit, context)),
  waits: (context) => Math.ceil(Math.max(0, ...waitsOf(context))),
  observe,
} satisfies Survey;

/** A check of the survey; limits whose quota is not used up in this run are named, and judged where headers suffice. */
export function quotaCheck(check: QuotaCheck): Check {
  const { unfit, byHeaders = false, judgeLimit, ...described } = check;
  const isFit = (context: CheckContext) => (limit: LimitPolicy) =>
    (unfitFor(context, limit) ?? unfit?.(limit, context)) === undefined;
  return {
    ...described,
    ...SURVEY,
    needs: (context) => lackOfLimits(context, (limit) => unfit?.(limit, context)),
    judge: (exchanges, context) => {
      const fit = context.policy.limits.filter(isFit(context));
      const reach = (limit: LimitPolicy) => (byHeaders ? undefined : reachOf(limit, context));
      return judgeReached(fit, reach, (limit) =>
        partOf(limit, exchanges, (own) => judgeLimit(own, limit, context)),
      );
    },
  };
}

function tried(context: CheckContext): LimitPolicy[] {
  return context.policy.limits.filter((limit) => unfitFor(context, limit) === undefined);
}

function purseOf(limit: LimitPolicy, context: CheckContext): number {
  if (reachOf(limit, context) !== undefined) return GLIMPSE * GLIMPSES;
  const more = context.profile === 'deep' && limit.quota <= LITTLE;
  return (more ? DEEP_QUOTAS : QUOTAS) * limit.quota + ASIDE;
}

/** Limits by address wait for each other where there are few addresses, the others side by side. */
function waitsOf(context: CheckContext): number[] {
  const { maxWait, sourceAddresses } = context;
  const limits = tried(context).filter((limit) => reachOf(limit, context) === undefined);
  const waitOf = (limit: LimitPolicy) =>
    Math.min(maxWait, recoveryWait(limit) + GRACE) + Math.min(maxWait, fullSilence(limit));
  const byAddress = limits
    .filter(({ scope }) => scope === 'ip')
    .map((limit) => waitOf(limit) + limit.window + MARGIN);
  const lanes = Math.max(1, Math.floor(sourceAddresses.length / 2));
  return [sum(byAddress, (wait) => wait) / lanes, ...byAddress, ...limits.map(waitOf)];
}

function observe(probe: Probe, context: CheckContext): Promise<Exchange[]> {
  const options = (limit: LimitPolicy) => ({ purse: purseOf(limit, context), addresses: 2 });
  return eachLimit(tried(context), probe, context, options, async (ground) => {
    const log = new Log();
    const inReach = reachOf(ground.limit, context) === undefined;
    const done = await log.try(() => (inReach ? lookAt(ground, log) : glimpse(ground, log)));
    if (!done && log.seen.length === 0) return [];
    return log.seen;
  });
}

/** A few requests within the quota, by two clients. */
async function glimpse(ground: Ground, log: Log): Promise<void> {
  for (let attempt = 1; attempt <= GLIMPSES; attempt++) {
    const actor = await newActor(ground);
    for (let n = 1; n <= GLIMPSE; n++)
      log.add(await callAs(ground, actor, { role: 'glimpse', facts: { stage: 'glimpse', attempt, n } }));
  }
}
