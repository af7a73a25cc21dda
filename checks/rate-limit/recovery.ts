import type { CheckContext } from '../../src/model/check.ts';
import { formatDuration } from '../../src/model/duration.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import type { LimitPolicy } from '../../src/model/policy/limits.ts';
import { admissionOf, MARGIN } from '../../src/probe/rate-limit/actor.ts';
import { burstsOf, escalates, notUsedUp } from '../../src/probe/rate-limit/judge.ts';
import { quotaCheck } from '../../src/probe/rate-limit/quota.ts';
import { recoveryWait, tooLong, waitOf } from '../../src/probe/rate-limit/recovery.ts';
import { spanOf } from '../../src/probe/rate-limit/span.ts';

/** After the wait, in ms: one margin is always waited, and one for the second try. */
const LATE = 3 * MARGIN;

export const recovery = quotaCheck({
  id: 'rate-limit/recovery',
  cases: ['RL-08'],
  title: 'A client that waits as long as it was told is served again',
  severity: 'medium',
  kind: 'policy',
  why: 'A client that waited as it was told and is rejected again has no way to behave well.',
  remedy: 'Let Retry-After tell the time at which the quota has room again.',
  references: ['RFC 9110 section 10.2.3', 'RFC 6585 section 4'],
  judgeLimit: judge,
});

function judge(exchanges: readonly Exchange[], limit: LimitPolicy, context: CheckContext): Judgement {
  const endpoint = context.endpoints[limit.endpoint]!;
  const burst = burstsOf(exchanges, 'first', 'window', 'recovery').at(-1);
  if (burst?.end !== 'rejected') return notUsedUp(burst, limit);
  const all = exchanges.filter(({ role }) => role === 'recovery');
  const tries = all.filter(({ facts }) => facts?.['round'] === all.at(-1)?.facts?.['round']);
  const [first] = tries;
  const shown = [burst.last.id, ...tries.map(({ id }) => id)];
  if (!first) return notTried(burst.last, limit, context);
  const admissions = tries.map((exchange) => admissionOf(exchange, limit, endpoint));
  const wait = formatDuration(Number(first.facts?.['wait']));
  const served = tries.find((_, index) => admissions[index] === 'admitted');
  if (served) return judgeServed(served, exchanges, shown);
  const open = (cause: string): Judgement => ({
    outcome: 'inconclusive',
    message: `not served again after ${wait}${cause}`,
    exchanges: shown,
  });
  if (escalates([burst.last, ...tries])) return open(', and asked to wait longer: it was left alone');
  if (admissions.includes('odd')) return open(', but answered with another status');
  if (tries.some(({ facts }) => facts?.['disturbed'] === true))
    return open(', but other checks sent from the same address meanwhile: declare sourceAddresses');
  if (Number(first.facts?.['round']) === 1) return open(', once only');
  return { outcome: 'fail', message: `not served again after ${wait} and a second try`, exchanges: shown };
}

/** Being served tells something of the wait only where it was asked for soon after it. */
function judgeServed(served: Exchange, exchanges: readonly Exchange[], shown: readonly string[]): Judgement {
  const wait = Number(served.facts?.['wait']);
  const rejection = exchanges.find(({ id }) => id === served.facts?.['after']);
  const waited = rejection ? spanOf([rejection, served]) : Number.POSITIVE_INFINITY;
  if (waited <= wait + LATE)
    return { outcome: 'pass', message: `served again after ${formatDuration(wait)}`, exchanges: shown };
  return {
    outcome: 'inconclusive',
    message: `told to wait ${formatDuration(wait)} and served, but so much later that the window ended anyway`,
    exchanges: shown,
  };
}

function notTried(rejection: Exchange, limit: LimitPolicy, context: CheckContext): Judgement {
  const long = tooLong(recoveryWait(limit), context);
  const escalated = waitOf(rejection, limit) === undefined;
  return {
    outcome: 'inconclusive',
    message:
      long ??
      (escalated
        ? `the rejection asks to wait much longer than the window of ${formatDuration(limit.window)}`
        : 'what was seen before took all requests that there are for this limit'),
    exchanges: [rejection.id],
  };
}
