import { formatDuration } from '../../model/duration.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Judgement } from '../../model/finding.ts';
import type { LimitPolicy } from '../../model/policy/limits.ts';
import { quote } from '../../model/text.ts';
import { retryAfterOf } from '../retry-after.ts';
import type { Burst } from './burst.ts';

/** A burst as its stored exchanges tell it. */
export interface Told {
  readonly exchanges: readonly Exchange[];
  readonly last: Exchange;
  readonly end: Burst['end'];
  readonly admitted: number;
  readonly elapsed: number;
}

/** Exchanges of one purpose: the limit's first quota, its second one, a proof. */
export function inStage(exchanges: readonly Exchange[], ...stages: readonly string[]): Exchange[] {
  return exchanges.filter(({ facts }) => stages.includes(String(facts?.['stage'])));
}

/** The bursts among the exchanges of one limit, in order; only those of a stage where one is given. */
export function burstsOf(exchanges: readonly Exchange[], ...stages: readonly string[]): Told[] {
  const staged = stages.length === 0 ? exchanges : inStage(exchanges, ...stages);
  const sent = staged.filter(({ role }) => role === 'burst');
  const bursts = Map.groupBy(
    sent,
    ({ facts }) => `${facts?.['stage']} ${facts?.['round'] ?? ''} ${facts?.['attempt']}`,
  );
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

/** The burst that used up the quota first; the one before where that was odd or too slow. */
export function firstBurst(exchanges: readonly Exchange[]): Told | undefined {
  return burstsOf(exchanges, 'first').at(-1);
}

/** Why the quota could not be used up: the answer that was not expected, or the time that it would have taken. */
export function notUsedUp(told: Told | undefined, limit: LimitPolicy): Judgement {
  if (!told) return { outcome: 'inconclusive', message: 'nothing was sent' };
  return { outcome: 'inconclusive', message: reasonOf(told, limit), exchanges: [told.last.id] };
}

/** Whether a rejection asks to wait longer than the one before: then it is time to stop. */
export function escalates(rejections: readonly Exchange[]): boolean {
  const waits = rejections.map((exchange) => retryAfterOf(exchange).seconds ?? 0);
  return waits.some((wait, index) => index > 0 && wait > (waits[index - 1] ?? wait));
}

function reasonOf({ end, admitted, elapsed, last }: Told, limit: LimitPolicy): string {
  const window = formatDuration(limit.window);
  if (end === 'most')
    return `no rejection after ${admitted} requests, where the quota is ${limit.quota}: see rate-limit/enforced`;
  if (end === 'slow')
    return `only ${admitted} requests could be sent in ${formatDuration(elapsed)}, the window of ${window}; more than ${limit.quota} are wanted`;
  const { response, error } = last;
  const answer = response ? `status ${response.status}` : `no answer (${quote(error?.code ?? 'unknown')})`;
  return `request ${admitted + 1} got ${answer}, neither what the endpoint expects nor the declared ${limit.status}`;
}
