import type { Check, CheckContext, Probe } from '../model/check.ts';
import { formatDuration } from '../model/duration.ts';
import { IdentityError } from '../model/errors.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Judgement } from '../model/finding.ts';
import type { LimitPolicy } from '../model/policy/limits.ts';
import { callable } from './call.ts';
import { combine, type Part } from './combine.ts';
import { InconclusiveError } from './failures.ts';
import { type Ground, MARGIN, onGround } from './ratelimit-actor.ts';
import { clearlyUnlimited } from './ratelimit-burst.ts';

export interface LimitCheck
  extends Pick<
    Check,
    'id' | 'cases' | 'title' | 'severity' | 'kind' | 'active' | 'why' | 'remedy' | 'references'
  > {
  /** Limits that the check does not ask about, e.g. those that count by address; with the reason. */
  readonly unfit?: (limit: LimitPolicy) => string | undefined;
  /** Times that a quota may be used up, at most. */
  readonly bursts: number;
  /** Requests besides those of the bursts. */
  readonly extra: number;
  /** Longest wait besides that for an address, in ms. */
  readonly waits?: (limit: LimitPolicy) => number;
  readonly observeLimit: (ground: Ground, context: CheckContext) => Promise<Exchange[]>;
  readonly judgeLimit: (
    exchanges: readonly Exchange[],
    limit: LimitPolicy,
    context: CheckContext,
  ) => Judgement;
}

/** Beyond these a limit would take too many requests, or too long, to be used up for a check. */
const MOST_QUOTA = 2000;
const LONGEST_WINDOW = 600_000;

/** A check that asks the same of every declared limit, several at a time. */
export function limitCheck(check: LimitCheck): Check {
  const { unfit, bursts, extra, waits, observeLimit, judgeLimit, ...described } = check;
  const fits = (context: CheckContext) =>
    context.policy.limits.filter((limit) => !(unfitFor(context, limit) ?? unfit?.(limit)));
  const inReach = (context: CheckContext) => fits(context).filter((limit) => !outOfReach(limit));
  return {
    ...described,
    exhausting: true,
    budget: (context) => sum(inReach(context), ({ quota }) => bursts * clearlyUnlimited(quota) + extra),
    waits: (context) => sum(inReach(context), (limit) => limit.window + MARGIN + (waits?.(limit) ?? 0)),
    needs: (context) => (fits(context).length > 0 ? undefined : missing(context, unfit)),
    observe: (probe, context) => eachLimit(inReach(context), probe, context, observeLimit),
    judge: (exchanges, context) =>
      combine(fits(context).map((limit) => partOf(limit, exchanges, context, judgeLimit))),
  };
}

/** A limit that has no identity left does not keep the others from being tried. */
async function eachLimit(
  limits: readonly LimitPolicy[],
  probe: Probe,
  context: CheckContext,
  observe: LimitCheck['observeLimit'],
): Promise<Exchange[]> {
  const settled = await Promise.allSettled(
    limits.map((limit) => onGround(probe, context, limit, (ground) => observe(ground, context))),
  );
  const failures = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
  const fatal = failures.find((error) => !isMissing(error));
  if (fatal !== undefined) throw fatal;
  if (failures.length > 0 && failures.length === limits.length) throw failures[0];
  return settled.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
}

function isMissing(error: unknown): boolean {
  return error instanceof IdentityError || error instanceof InconclusiveError;
}

function partOf(
  limit: LimitPolicy,
  exchanges: readonly Exchange[],
  context: CheckContext,
  judge: LimitCheck['judgeLimit'],
): Part {
  const reason = outOfReach(limit);
  const own = exchanges.filter(({ facts }) => facts?.['limit'] === limit.name);
  const open = reason ?? (own.length === 0 ? 'nothing was sent, its identities are used up' : undefined);
  const judgement: Judgement = open ? { outcome: 'inconclusive', message: open } : judge(own, limit, context);
  return { name: limit.name, judgement };
}

/** Why this limit cannot be tried as it is declared. */
function unfitFor({ endpoints }: CheckContext, limit: LimitPolicy): string | undefined {
  const path = `policy.limits (${limit.name})`;
  if (limit.scope !== 'ip' && limit.identity === undefined)
    return `${path} counts by ${limit.scope}: declare its identity`;
  return callable(endpoints, limit.endpoint, path);
}

function outOfReach({ quota, window }: LimitPolicy): string | undefined {
  if (quota > MOST_QUOTA)
    return `a quota of ${quota} is too large to be used up for a check (${MOST_QUOTA} at most)`;
  if (window > LONGEST_WINDOW) return `a window of ${formatDuration(window)} is too long to wait for`;
  return undefined;
}

function missing(context: CheckContext, unfit: LimitCheck['unfit']): string {
  const { limits } = context.policy;
  const reasons = limits.map((limit) => unfitFor(context, limit) ?? unfit?.(limit));
  return reasons[0] ?? 'declare policy.limits: name, endpoint, quota, window and scope of each limit';
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
