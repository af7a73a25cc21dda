import type { CheckContext } from '../../src/model/check.ts';
import { formatDuration } from '../../src/model/duration.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import type { LimitPolicy } from '../../src/model/policy/limits.ts';
import { notUsedUp } from '../../src/probe/rate-limit/judge.ts';
import { type Early, judgeEarly } from '../../src/probe/rate-limit/pace.ts';
import { quotaCheck } from '../../src/probe/rate-limit/quota.ts';
import { readings, STRICT_PROOF } from '../../src/probe/rate-limit/strict.ts';

export const notTooStrict = quotaCheck({
  id: 'rate-limit/not-too-strict',
  cases: ['RL-02'],
  title: 'A client within its declared limit is not rejected',
  severity: 'medium',
  kind: 'policy',
  why: 'Clients that keep to the documented quota plan with it; rejecting them earlier breaks them.',
  remedy: 'Raise the limit to what is declared, or declare what is really allowed.',
  references: ['RFC 6585 section 4'],
  judgeLimit: judge,
});

function judge(exchanges: readonly Exchange[], limit: LimitPolicy, context: CheckContext): Judgement {
  const read = readings(exchanges, limit, context);
  const good = read.find(({ kind }) => kind === 'full' || kind === 'smooth');
  if (good) return { outcome: 'pass', message: passMessage(good, limit), exchanges: [good.told.last.id] };
  const hard = read.filter(({ kind }) => kind === 'hard');
  if (hard.length >= STRICT_PROOF) return judgeEarly(hard, limit);
  const open = read.findLast(({ kind }) => kind !== 'hard') ?? hard.at(-1);
  if (!open || open.kind === 'unfinished') return notUsedUp(open?.told, limit);
  return {
    outcome: 'inconclusive',
    message: `rejected after ${open.told.admitted} requests, ${open.reason || 'once only'}`,
    exchanges: [open.told.last.id],
  };
}

function passMessage({ kind, told }: Early, limit: LimitPolicy): string {
  if (kind === 'full') return `${told.admitted} requests in ${formatDuration(told.elapsed)} were served`;
  return `rejected after ${told.admitted} requests at once, but served again at the pace of ${limit.quota} in ${formatDuration(limit.window)}`;
}
