import type { CheckContext } from '../../src/model/check.ts';
import { formatDuration } from '../../src/model/duration.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import type { LimitPolicy } from '../../src/model/policy/limits.ts';
import { quotaCheck } from '../../src/probe/rate-limit/quota.ts';
import { fullSilence } from '../../src/probe/rate-limit/recovery.ts';
import { secondOf } from '../../src/probe/rate-limit/second.ts';

/** Times that less must be seen before it counts. */
const PROOF = 2;

export const fullReset = quotaCheck({
  id: 'rate-limit/full-reset',
  cases: ['RL-10'],
  title: 'The whole quota is back after the window',
  severity: 'medium',
  kind: 'policy',
  why: 'A client that used up its quota once and gets less from then on is punished for what it was allowed to do.',
  remedy: 'Let counters expire with the window, whatever they counted.',
  references: ['RFC 6585 section 4', 'draft-ietf-httpapi-ratelimit-headers'],
  judgeLimit: judge,
});

function judge(exchanges: readonly Exchange[], limit: LimitPolicy, context: CheckContext): Judgement {
  const second = secondOf(exchanges, limit, context);
  if ('outcome' in second) return second;
  const { full } = second;
  const shown = full.flatMap((total) => total.exchanges.map(({ id }) => id));
  const less = full.filter(({ kind }) => kind === 'less');
  const good = full.find(({ kind }) => kind === 'full' || kind === 'over');
  const silence = formatDuration(fullSilence(limit));
  if (good)
    return {
      outcome: 'pass',
      message: `${good.admitted} requests were served again after ${silence} of silence`,
      exchanges: shown,
    };
  if (less.length < PROOF) {
    const slow = full.some(({ elapsed }) => elapsed >= limit.window);
    const message = slow
      ? 'the window ended before its quota was used up'
      : 'how much is back could not be told';
    return { outcome: 'inconclusive', message, exchanges: shown };
  }
  return {
    outcome: 'fail',
    message: `only ${less.map(({ admitted }) => admitted).join(' and ')} requests were served after ${silence} of silence, where ${Math.min(limit.quota, second.capacity)} were at first`,
    exchanges: shown,
  };
}
