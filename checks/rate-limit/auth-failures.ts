import type { Check, CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import type { AuthFailurePolicy, LimitPolicy } from '../../src/model/policy/limits.ts';
import { callable } from '../../src/probe/call.ts';
import { callAs, type Ground, MARGIN, newActor, rest } from '../../src/probe/rate-limit/actor.ts';
import { badly } from '../../src/probe/rate-limit/bad-token.ts';
import { clearlyUnlimited } from '../../src/probe/rate-limit/burst.ts';
import { eachLimit, partOf, sum } from '../../src/probe/rate-limit/each.ts';
import { Log } from '../../src/probe/rate-limit/log.ts';
import { judgeReached, reachOf } from '../../src/probe/rate-limit/reach.ts';
import { spanOf } from '../../src/probe/rate-limit/span.ts';
import { allowance } from '../../src/probe/rate-limit/total.ts';

export const authFailures: Check = {
  id: 'rate-limit/auth-failures',
  cases: ['RL-17'],
  title: 'An address that keeps failing to authenticate is rejected',
  severity: 'medium',
  kind: 'policy',
  active: true,
  exhausting: true,
  why: 'Without a limit on failures, tokens and passwords can be guessed as fast as the service answers.',
  remedy:
    'Count failed authentication by address, and reject what exceeds it before credentials are looked at.',
  references: ['OWASP API2:2023', 'CWE-307'],
  budget: (context) => sum(inReach(context), ({ quota }) => clearlyUnlimited(quota)),
  waits: (context) => sum(inReach(context), ({ window }) => window + MARGIN),
  needs: ({ policy, endpoints }) => {
    const [first] = policy.authFailures;
    return first
      ? callable(endpoints, first.endpoint, 'policy.authFailures')
      : 'declare policy.authFailures: endpoint, identity, quota and window';
  },
  observe: (probe, context) => {
    const options = ({ quota }: LimitPolicy) => ({ purse: clearlyUnlimited(quota) });
    return eachLimit(inReach(context), probe, context, options, async (ground) => {
      const log = new Log();
      await log.try(() => fail(ground, log));
      return log.seen;
    });
  },
  judge: (exchanges, context) =>
    judgeReached(
      limits(context),
      (limit) => reachOf(limit, context),
      (limit) => partOf(limit, exchanges, (own) => judge(own, limit)),
    ),
};

function inReach(context: CheckContext): LimitPolicy[] {
  return limits(context).filter((limit) => reachOf(limit, context) === undefined);
}

/** As limits by address, which they are. */
function limits({ policy, endpoints }: CheckContext): LimitPolicy[] {
  return policy.authFailures
    .filter(({ endpoint }) => callable(endpoints, endpoint, '') === undefined)
    .map((failures: AuthFailurePolicy) => ({
      ...{ approximate: false, headers: 'auto', retryAfter: false, methods: [], exempt: [] },
      ...failures,
      name: `failures at ${failures.endpoint}`,
      scope: 'ip',
    }));
}

/** Sends tokens with a wrong signature until the address is rejected; keeps the first answer and the last. */
async function fail(ground: Ground, log: Log): Promise<void> {
  await rest(ground);
  const { limit } = ground;
  const actor = await newActor(ground);
  const credential = badly(ground, actor.credential);
  const most = clearlyUnlimited(limit.quota);
  for (let n = 1; n <= most; n++) {
    const exchange = await callAs(ground, actor, {
      role: 'failure',
      credential,
      facts: { stage: 'failures', n },
    });
    const status = exchange.response?.status;
    const last = n === most || status === limit.status || status === undefined || !isRefused(status);
    if (n === 1 || last) log.add(exchange);
    if (last) return;
  }
}

function judge(exchanges: readonly Exchange[], limit: LimitPolicy): Judgement {
  const last = exchanges.at(-1)!;
  const shown = exchanges.map(({ id }) => id);
  const status = last.response?.status;
  const count = Number(last.facts?.['n']);
  const span = spanOf([exchanges[0]!, last]);
  if (status === limit.status) {
    const kept = count - 1 <= allowance(limit, limit.quota, span);
    const more = `, where ${limit.quota} are declared: too many, unless the window ended meanwhile`;
    return {
      outcome: kept ? 'pass' : 'inconclusive',
      message: `rejected after ${count - 1} failures${kept ? '' : more}`,
      exchanges: shown,
    };
  }
  if (status === undefined || !isRefused(status))
    return {
      outcome: 'inconclusive',
      message: `a token with a wrong signature got ${status === undefined ? 'no answer' : `status ${status}`}`,
      exchanges: shown,
    };
  if (span >= limit.window)
    return { outcome: 'inconclusive', message: 'the failures took longer than a window', exchanges: shown };
  return {
    outcome: 'fail',
    message: `${count} failures and no ${limit.status}, where ${limit.quota} are declared`,
    exchanges: shown,
  };
}

function isRefused(status: number): boolean {
  return [400, 401, 403].includes(status);
}
