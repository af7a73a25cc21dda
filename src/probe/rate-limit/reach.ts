import type { CheckContext } from '../../model/check.ts';
import type { Judgement } from '../../model/finding.ts';
import type { LimitPolicy } from '../../model/policy/limits.ts';
import { combine, type Part } from '../combine.ts';
import { tooLong } from './recovery.ts';

/** Largest quota that a run uses up; larger ones are judged by their headers alone. */
const MOST_QUOTA = { quick: 0, standard: 150, deep: 2000 } as const;

/** Why the limit's quota is not used up in this run; undefined when it is. */
export function reachOf(limit: LimitPolicy, context: CheckContext): string | undefined {
  const { profile } = context;
  if (profile === 'quick') return 'a quick run uses no quota up';
  const most = MOST_QUOTA[profile];
  if (limit.quota > most)
    return limit.quota > MOST_QUOTA.deep
      ? `a quota of ${limit.quota} is too large to be used up for a check (${MOST_QUOTA.deep} at most)`
      : `a quota of ${limit.quota} is too large to be used up by a ${profile} run (${most} at most): deep uses it up`;
  return limit.scope === 'ip' ? tooLong(limit.window, context) : undefined;
}

/** One judgement of the limits that are in reach, naming the others; inconclusive where there is none. */
export function judgeReached(
  limits: readonly LimitPolicy[],
  reach: (limit: LimitPolicy) => string | undefined,
  judge: (limit: LimitPolicy) => Part,
): Judgement {
  const reached = limits.filter((limit) => reach(limit) === undefined);
  const others = limits.filter((limit) => !reached.includes(limit));
  if (reached.length === 0) {
    const message = others.map((limit) => `${limit.name}: ${reach(limit)}`).join('; ');
    return { outcome: 'inconclusive', message, exchanges: [] };
  }
  const judgement = combine(reached.map(judge));
  if (others.length === 0 || judgement.outcome === 'inconclusive') return judgement;
  const names = others.map(({ name, quota }) => `${name} (${quota})`).join(', ');
  return { ...judgement, message: `${judgement.message}; not used up in this run: ${names}` };
}
