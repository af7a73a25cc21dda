import type { CheckContext } from '../../model/check.ts';
import { formatDuration } from '../../model/duration.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Judgement } from '../../model/finding.ts';
import type { LimitPolicy } from '../../model/policy/limits.ts';
import { type Actor, admissionOf, callAs, type Ground } from './actor.ts';
import { readLimitHeaders } from './headers.ts';
import { burstsOf, escalates, type Told } from './judge.ts';
import { spanOf, withinWindow } from './span.ts';

/**
 * What a rejection within the quota means: `full` none before the quota; `smooth` a bucket that admits at the declared
 * pace; `hard` a smaller quota; `unclear` something else may explain it; `unfinished` the quota was not used up.
 */
export interface Early {
  readonly kind: 'full' | 'smooth' | 'hard' | 'unclear' | 'unfinished';
  readonly told: Told;
  readonly reason: string;
}

/** When the next request of the declared pace is surely due, as a share of the pace's interval. */
const FIRST_WAIT = 1.5;
const SECOND_WAIT = 1;
const SHORTEST_WAIT = 20;
/** Times as long as is meant to be waited: what is served later than that tells nothing of the pace. */
const LATE = 2;

/**
 * After an early rejection: is this a bucket that fills up steadily, or a smaller quota?
 * A bucket admits one request after the interval, but not two more at once. At most two more are rejected.
 */
export async function tryPace(
  ground: Ground,
  actor: Actor,
  rejection: Exchange,
  { stage, attempt }: { stage: string; attempt: number },
): Promise<Exchange[]> {
  const { probe, limit, endpoint } = ground;
  const seen: Exchange[] = [];
  for (const wait of waitsOf(limit)) {
    await probe.sleep(wait);
    const exchange = await callAs(ground, actor, { role: 'pace', facts: { stage, attempt } });
    seen.push(exchange);
    if (admissionOf(exchange, limit, endpoint) === 'admitted')
      return [...seen, ...(await twoMore(ground, actor, { stage, attempt }))];
    if (escalates([rejection, ...seen])) return seen;
  }
  return seen;
}

function waitsOf({ window, quota }: LimitPolicy): number[] {
  return [FIRST_WAIT, SECOND_WAIT].map((share) => Math.max(SHORTEST_WAIT, (share * window) / quota));
}

async function twoMore(
  ground: Ground,
  actor: Actor,
  facts: { stage: string; attempt: number },
): Promise<Exchange[]> {
  const call = { role: 'after', facts };
  const first = await callAs(ground, actor, call);
  if (admissionOf(first, ground.limit, ground.endpoint) === 'rejected') return [first];
  return [first, await callAs(ground, actor, call)];
}

/** Reads one attempt: a burst, and what followed its rejection. */
export function readEarly(attempt: readonly Exchange[], limit: LimitPolicy, context: CheckContext): Early {
  const told = burstsOf(attempt).at(-1)!;
  if (told.end === 'odd' || told.end === 'slow') return { kind: 'unfinished', told, reason: '' };
  if (told.end === 'most' || told.admitted >= limit.quota - slack(limit))
    return { kind: 'full', told, reason: '' };
  const excuse = excuseOf(attempt, told, limit, context);
  if (excuse) return { kind: 'unclear', told, reason: excuse };
  return readPace(attempt, told, limit, context);
}

/** Counters that approximate may be off by one; a promised fixed window may not. */
function slack({ algorithm }: LimitPolicy): number {
  return algorithm === 'fixed-window' ? 0 : 1;
}

function readPace(
  attempt: readonly Exchange[],
  told: Told,
  limit: LimitPolicy,
  { endpoints }: CheckContext,
): Early {
  const admission = (exchange: Exchange) => admissionOf(exchange, limit, endpoints[limit.endpoint]!);
  const pace = attempt.filter(({ role }) => role === 'pace');
  const paced = pace.map(admission);
  const after = attempt.filter(({ role }) => role === 'after').map(admission);
  const promised = limit.algorithm === 'fixed-window' || limit.algorithm === 'sliding-window';
  if (paced.includes('odd') || after.includes('odd'))
    return { kind: 'unclear', told, reason: 'and then answered with another status' };
  if (!paced.includes('admitted')) return { kind: 'hard', told, reason: '' };
  if (after.every((each) => each === 'admitted'))
    return { kind: 'unclear', told, reason: 'and served again at once: a window may have ended' };
  if (!promised && isLate([told.last, ...pace], told, limit))
    return {
      kind: 'unclear',
      told,
      reason: 'and served again, but so much later that the window ended anyway',
    };
  return { kind: promised ? 'hard' : 'smooth', told, reason: '' };
}

/** Whether it was asked for the pace so late that a slower one, or a new window, may have served it too. */
function isLate(asked: readonly Exchange[], { exchanges }: Told, limit: LimitPolicy): boolean {
  const [first, second] = waitsOf(limit);
  return spanOf(asked) > LATE * (first! + second!) || !withinWindow([...exchanges, ...asked], limit);
}

/** What else than this limit may have rejected: another limit of the plan, or our own other traffic. */
function excuseOf(
  attempt: readonly Exchange[],
  told: Told,
  limit: LimitPolicy,
  { policy }: CheckContext,
): string | undefined {
  const others = policy.limits.filter((other) => other !== limit && other.quota !== limit.quota);
  const named = readLimitHeaders(told.last.response?.headers ?? []).limit;
  const other = others.find(({ quota }) => quota === named);
  if (other) return `by the limit ${other.name}, whose quota its headers name`;
  const byAddress = others.find(
    ({ scope, endpoint, quota }) =>
      scope === 'ip' && endpoint === limit.endpoint && told.admitted >= quota - 1,
  );
  if (byAddress) return `as the limit ${byAddress.name} allows`;
  if (attempt.some(({ facts }) => facts?.['disturbed'] === true))
    return 'but other checks sent from the same address meanwhile: declare sourceAddresses';
  const rejected = attempt.filter(({ response }) => response?.status === limit.status);
  if (escalates(rejected.filter((exchange) => exchange === told.last || exchange.role === 'pace')))
    return 'and each rejection asks to wait longer: it was left alone';
  return undefined;
}

/** A smaller quota than declared, seen again and again. */
export function judgeEarly(hard: readonly Early[], limit: LimitPolicy): Judgement {
  const counts = [...new Set(hard.map(({ told }) => told.admitted))].join(' and ');
  return {
    outcome: 'fail',
    message: `rejected after ${counts} requests, where ${limit.quota} in ${formatDuration(limit.window)} are declared`,
    exchanges: hard.map(({ told }) => told.last.id),
  };
}
