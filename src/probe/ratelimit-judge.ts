import type { Exchange } from '../model/exchange.ts';
import type { Judgement } from '../model/finding.ts';
import type { LimitPolicy } from '../model/policy.ts';
import { quote } from '../model/text.ts';
import { formatDuration } from '../model/units.ts';
import type { Burst } from './ratelimit-burst.ts';

/** A burst as its stored exchanges tell it. */
export interface Told {
  readonly exchanges: readonly Exchange[];
  readonly last: Exchange;
  readonly end: Burst['end'];
  readonly admitted: number;
  readonly elapsed: number;
}

/** The bursts among the exchanges of one limit, in order. */
export function burstsOf(exchanges: readonly Exchange[]): Told[] {
  const sent = exchanges.filter(({ role }) => role.startsWith('burst '));
  const bursts = Map.groupBy(sent, ({ role, facts }) => `${facts?.['round'] ?? ''} ${role}`);
  return [...bursts.values()].map((burst) => {
    const last = burst.at(-1)!;
    return {
      exchanges: burst,
      last,
      end: last.facts?.['end'] as Burst['end'],
      admitted: Number(last.facts?.['admitted']),
      elapsed: Number(last.facts?.['elapsed']),
    };
  });
}

/** Why the quota could not be used up: the answer that was not expected, or the time that it would have taken. */
export function notUsedUp(told: Told | undefined, limit: LimitPolicy): Judgement {
  if (!told) return { outcome: 'inconclusive', message: 'nothing was sent' };
  return { outcome: 'inconclusive', message: reasonOf(told, limit), exchanges: [told.last.id] };
}

function reasonOf({ end, admitted, elapsed, last }: Told, limit: LimitPolicy): string {
  const window = formatDuration(limit.window);
  if (end === 'unlimited')
    return `no rejection after ${admitted} requests, where the quota is ${limit.quota}: see rate-limit/enforced`;
  if (end === 'slow')
    return `only ${admitted} requests could be sent in ${formatDuration(elapsed)}, the window of ${window}; more than ${limit.quota} are wanted`;
  const { response, error } = last;
  const answer = response ? `status ${response.status}` : `no answer (${quote(error?.code ?? 'unknown')})`;
  return `request ${admitted + 1} got ${answer}, neither what the endpoint expects nor the declared ${limit.status}`;
}
