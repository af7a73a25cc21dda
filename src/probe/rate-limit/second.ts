import type { CheckContext } from '../../model/check.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Judgement } from '../../model/finding.ts';
import type { LimitPolicy } from '../../model/policy/limits.ts';
import { burstsOf, notUsedUp } from './judge.ts';
import { fullSilence, recoveryWait, tooLong } from './recovery.ts';
import { type Total, totalsOf } from './total.ts';

/** The quota that was used up once more, and what explained an excess. */
export interface Second {
  /** What the first quota let through. */
  readonly capacity: number;
  /** The attempts, the first one first. */
  readonly full: readonly [Total, ...Total[]];
  /** The same one by one, on fresh connections: nothing but counters of their own lets through more. */
  readonly scattered: Total | undefined;
  /** The same with a race, by another client. */
  readonly race: Total | undefined;
}

/** Reads it; or says why there is nothing to read. */
export function secondOf(
  exchanges: readonly Exchange[],
  limit: LimitPolicy,
  context: CheckContext,
): Second | Judgement {
  const first = burstsOf(exchanges, 'first', 'window').at(-1);
  if (first?.end !== 'rejected') return notUsedUp(first, limit);
  const capacity = first.admitted;
  const given = { limit, endpoint: context.endpoints[limit.endpoint]!, capacity };
  const [one, ...more] = totalsOf(exchanges, 'full', given);
  if (!one) return notUsedAgain(first.last, limit, context);
  return {
    capacity,
    full: [one, ...more],
    scattered: totalsOf(exchanges, 'scattered', given)[0],
    race: totalsOf(exchanges, 'race', given)[0],
  };
}

function notUsedAgain(rejection: Exchange, limit: LimitPolicy, context: CheckContext): Judgement {
  const wait = Math.max(recoveryWait(limit), fullSilence(limit));
  const message =
    tooLong(wait, context) ??
    'the quota was not used up once more: the client was not served again, or what was seen before took all requests';
  return { outcome: 'inconclusive', message, exchanges: [rejection.id] };
}
