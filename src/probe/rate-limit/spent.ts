import type { Exchange } from '../../model/exchange.ts';
import type { LimitPolicy } from '../../model/policy/limits.ts';
import type { Told } from './judge.ts';
import { PLAIN, VARIED } from './proof.ts';
import { placesBack, spanOf, withinWindow } from './span.ts';

/** Requests that used up a quota, if they counted for it. */
export interface Spent {
  readonly first: Exchange;
  readonly last: Exchange;
  /** Those that were not rejected. */
  readonly count: number;
  /** Whether the last of them was rejected. */
  readonly rejected: boolean;
  /** Whether others may have begun the window before. */
  readonly begun?: boolean;
}

/** What is sent by the client that used up the quota. */
const SPENDERS: readonly string[] = [PLAIN, VARIED];
/** Places that must have been due before a rejection for it to tell that none comes back by itself. */
const DUE = 2;

/** What a burst used up; `by` is the fact that tells of others who may count too. */
export function spentBy({ exchanges, last, admitted, end }: Told, by: 'disturbed' | 'crowded'): Spent {
  const first = exchanges[0]!;
  return { first, last, count: admitted, rejected: end === 'rejected', begun: first.facts?.[by] === true };
}

/** Whether a whole quota was spent, by those that were not rejected or up to a rejection; counters may be off by one. */
export function isWhole({ count, rejected }: Spent, { quota }: LimitPolicy): boolean {
  return rejected ? count >= quota - 1 : count > quota;
}

/** Of what was asked after the quota was spent: a rejection of whoever spent it, later than `since`; it shows that no window had ended. */
export function rejectedLater(
  asked: readonly Exchange[],
  since: Exchange,
  { status, quota }: LimitPolicy,
): Exchange | undefined {
  const rest = asked.slice(asked.indexOf(since) + 1);
  const found = rest.find(({ role, response }) => SPENDERS.includes(role) && response?.status === status);
  // What was asked before it, by others too, would not have used up a new window.
  return found && asked.indexOf(found) + Number(found.facts?.['others']) < quota ? found : undefined;
}

/**
 * Why somebody else may have been served after the quota was spent although all share it; undefined where time cannot
 * explain it. `later` is a rejection after that of whoever spent it.
 */
export function excuseOf(
  spent: Spent,
  served: readonly Exchange[],
  limit: LimitPolicy,
  later?: Exchange,
): string | undefined {
  const lasts = !spent.begun && withinWindow([spent.first, served[0]!], limit);
  if (!later && !lasts) return 'the window ended before';
  return mayBeRefilled(spent, served, limit)
    ? 'the window ended, or places of it came back, before'
    : undefined;
}

/** Asks again while places that came back one by one may have served what was asked, at most so often. */
export async function askAgain(
  spent: Spent,
  { limit, most }: { limit: LimitPolicy; most: number },
  ask: () => Promise<Exchange>,
  isServed: (exchange: Exchange) => boolean,
): Promise<Exchange> {
  const asked: Exchange[] = [];
  for (;;) {
    const exchange = await ask();
    asked.push(exchange);
    if (!isServed(exchange) || asked.length >= most || !mayBeRefilled(spent, asked, limit)) return exchange;
  }
}

/**
 * Fewer came back than were served, since the quota was begun with every place free, or since the rejection, when there
 * was less than one.
 */
function mayBeRefilled(spent: Spent, served: readonly Exchange[], limit: LimitPolicy): boolean {
  if (givesBackAtOnce(spent, limit)) return false;
  const end = served.at(-1)!;
  const back = (since: Exchange) => placesBack(limit, spanOf([since, end]));
  return back(spent.first) >= served.length && !(spent.rejected && back(spent.last) <= served.length - 1);
}

/** Where nothing is promised: whether a bucket of the quota would have gone on serving when this was rejected. */
function givesBackAtOnce({ first, last, count, rejected }: Spent, limit: LimitPolicy): boolean {
  const { quota, algorithm } = limit;
  if (algorithm !== undefined || !rejected || count > quota || count < quota - 1) return false;
  return placesBack(limit, last.timing.sent - first.timing.ended) >= count - quota + DUE;
}
