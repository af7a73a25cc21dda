import type { CheckContext } from '../../src/model/check.ts';
import { formatDuration } from '../../src/model/duration.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import type { LimitPolicy } from '../../src/model/policy/limits.ts';
import { callAs, type Ground, MARGIN, newActor, rest } from '../../src/probe/rate-limit/actor.ts';
import { burst } from '../../src/probe/rate-limit/burst.ts';
import { limitCheck } from '../../src/probe/rate-limit/check.ts';
import { burstsOf, inStage, notUsedUp, type Told } from '../../src/probe/rate-limit/judge.ts';
import type { Log } from '../../src/probe/rate-limit/log.ts';
import { spanOf } from '../../src/probe/rate-limit/span.ts';

/** Windows in which it must be seen. */
const PROOFS = 2;
/** Shares of the window after its first request at which the bursts begin: before its end, and after. */
const BEFORE = 0.8;
const AFTER = 1.05;
/** Counters that slide by shares of windows let through a quarter too much here, fixed windows all of it. */
const TOLERATED = 0.5;
/** Requests that counters may be off by, and the opening one. */
const SLACK = 2;

export const edgeBurst = limitCheck({
  id: 'rate-limit/edge-burst',
  cases: ['RL-11'],
  title: 'A limit that slides lets through no second quota at the edge of a window',
  severity: 'medium',
  kind: 'policy',
  profile: 'deep',
  why: 'Fixed windows let through twice the quota in no time around their edge, which a sliding limit promises not to do.',
  remedy: 'Keep the times of requests, or weigh the count of the window before; or declare a fixed window.',
  references: ['OWASP API4:2023', 'draft-ietf-httpapi-ratelimit-headers section 6'],
  unfit: ({ name, algorithm, approximate }) =>
    algorithm === 'sliding-window' && !approximate
      ? undefined
      : `policy.limits (${name}) promises no sliding window`,
  most: ({ quota }) => PROOFS * 2 * quota,
  waits: ({ window }) => PROOFS * (AFTER * window + window + MARGIN),
  observeLimit: async (ground, log) => {
    for (let attempt = 1; attempt <= PROOFS; attempt++) await tryOnce(ground, log, attempt);
  },
  judgeLimit: judge,
});

async function tryOnce(ground: Ground, log: Log, attempt: number): Promise<void> {
  const { probe, limit } = ground;
  await rest(ground);
  const actor = await newActor(ground);
  log.add(await callAs(ground, actor, { role: 'opening', facts: { stage: 'edge', attempt } }));
  const opened = probe.now();
  const until = (share: number) => probe.sleep(Math.max(0, opened + share * limit.window - probe.now()));
  await until(BEFORE);
  const before = await burst(ground, actor, { stage: 'before', attempt, most: limit.quota - 1 });
  log.add(...before.kept);
  if (before.end !== 'most') return;
  await until(AFTER);
  log.add(...(await burst(ground, actor, { stage: 'after', attempt, most: limit.quota })).kept);
}

function judge(exchanges: readonly Exchange[], limit: LimitPolicy, _context: CheckContext): Judgement {
  const before = burstsOf(exchanges, 'before');
  const shown = exchanges.map(({ id }) => id);
  const telling = burstsOf(exchanges, 'after').filter(
    (after) => after.end !== 'odd' && isTimely(after, exchanges, limit),
  );
  const over = telling.filter((after) => after.admitted > mostAfter(after, exchanges, limit));
  if (over.length >= PROOFS)
    return {
      outcome: 'fail',
      message: `${limit.quota - 1} requests, and ${over.map(({ admitted }) => admitted).join(' and ')} more within the same ${formatDuration(limit.window)}, where ${limit.quota} are declared`,
      exchanges: shown,
    };
  if (over.length > 0)
    return {
      outcome: 'inconclusive',
      message: 'too many were served, but in one window alone',
      exchanges: shown,
    };
  const good = telling.find(
    ({ end, admitted }) => end === 'rejected' && admitted <= TOLERATED * limit.quota + SLACK,
  );
  if (good)
    return {
      outcome: 'pass',
      message: `after ${limit.quota - 1} requests, ${good.admitted} more were served within ${formatDuration(limit.window)}`,
      exchanges: shown,
    };
  const stopped = before.findLast(({ end }) => end !== 'most');
  if (stopped) return notUsedUp(stopped, limit);
  return { outcome: 'inconclusive', message: 'the bursts took longer than a window', exchanges: shown };
}

/** Most that a limit that slides may let through: the more, the longer ago the burst before the edge was. */
function mostAfter(after: Told, exchanges: readonly Exchange[], { quota, window }: LimitPolicy): number {
  const [before] = burstsOf(attemptOf(after, exchanges), 'before');
  const slid = spanOf([...(before?.exchanges ?? []), after.last]) / window;
  return Math.max(TOLERATED, slid) * quota + SLACK;
}

function attemptOf({ last }: Told, exchanges: readonly Exchange[]): Exchange[] {
  return exchanges.filter(({ facts }) => facts?.['attempt'] === last.facts?.['attempt']);
}

/** All before the edge within the window of the opening request, all after it within that of the first before. */
function isTimely(after: Told, exchanges: readonly Exchange[], { window }: LimitPolicy): boolean {
  const attempt = attemptOf(after, exchanges);
  const [opening] = inStage(attempt, 'edge');
  const [before] = burstsOf(attempt, 'before');
  const first = before?.exchanges[0];
  if (!opening || !before || !first) return false;
  return (
    before.last.timing.ended - opening.timing.sent < window &&
    after.last.timing.sent - first.timing.sent < window
  );
}
