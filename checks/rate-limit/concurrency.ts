import type { CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import type { LimitPolicy } from '../../src/model/policy/limits.ts';
import { quotaCheck } from '../../src/probe/rate-limit/quota.ts';
import { secondOf } from '../../src/probe/rate-limit/second.ts';
import { inOtherPhases } from '../../src/probe/rate-limit/span.ts';
import type { Total } from '../../src/probe/rate-limit/total.ts';

/** Excess up to this share of the quota is of low severity. */
const LITTLE = 0.1;

export const concurrency = quotaCheck({
  id: 'rate-limit/concurrency',
  cases: ['RL-12'],
  title: 'Requests at the same moment get no more than the quota',
  severity: 'medium',
  kind: 'policy',
  why: 'A limiter that looks first and counts afterwards lets through all that come in between.',
  remedy:
    'Count and compare in one atomic step (INCR, a script in the store), before the request is handled.',
  references: ['CWE-367', 'CWE-362'],
  unfit: ({ name, approximate }) =>
    approximate ? `policy.limits (${name}) is declared as approximate` : undefined,
  judgeLimit: judge,
});

function judge(exchanges: readonly Exchange[], limit: LimitPolicy, context: CheckContext): Judgement {
  const second = secondOf(exchanges, limit, context);
  if ('outcome' in second) return second;
  const { full, race, scattered } = second;
  const raced = full.find((total) => total.exchanges.some(({ role }) => role === 'racer'));
  const shown = [raced, race].flatMap((total) => total?.exchanges.map(({ id }) => id) ?? []);
  const open = (message: string): Judgement => ({ outcome: 'inconclusive', message, exchanges: shown });
  if (!raced) return open('too few requests were served for a race');
  if (raced.elapsed >= limit.window) return open('the window ended before the race for its last places did');
  if (raced.kind === 'open')
    return open('how many requests at the same moment were served could not be told');
  if (!raced.exchanges.some(({ facts }) => facts?.['overlap'] === true))
    return open('the requests did not overlap');
  if (raced.kind !== 'over') return judgeRace(raced, limit, shown);
  if (scattered?.kind === 'over')
    return open('more than the quota is served, but one by one too: see rate-limit/cross-pod');
  if (scattered?.kind === 'open') return open('more than the quota is served, perhaps one by one too');
  if (race?.kind !== 'over') return open('more than the quota was served, but in one window alone');
  if (!inOtherPhases(raced.exchanges, race.exchanges, limit))
    return open('more than the quota was served, unless the window ended in the midst both times');
  const most = Math.max(raced.admitted, race.admitted);
  return {
    outcome: 'fail',
    message: `${raced.admitted} and ${race.admitted} requests were served, where the quota is ${limit.quota}: more when some come at the same moment, not when they come one by one`,
    severity: most >= 2 * limit.quota ? 'high' : most > (1 + LITTLE) * limit.quota ? 'medium' : 'low',
    exchanges: shown,
  };
}

/** It was a race where some got a place and others did not. */
function judgeRace(raced: Total, { status }: LimitPolicy, shown: readonly string[]): Judgement {
  const racers = raced.exchanges.filter(({ role }) => role === 'racer');
  const rejected = racers.filter(({ response }) => response?.status === status);
  const open = (message: string): Judgement => ({ outcome: 'inconclusive', message, exchanges: shown });
  if (rejected.length === 0)
    return open(
      'none of the requests at the same moment was rejected: more than the quota is allowed anyway',
    );
  if (rejected.length === racers.length) return open('no place was left to race for');
  return { outcome: 'pass', message: `${raced.admitted} requests were served`, exchanges: shown };
}
