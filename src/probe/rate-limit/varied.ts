import type { CheckContext } from '../../model/check.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Judgement } from '../../model/finding.ts';
import type { LimitPolicy } from '../../model/policy/limits.ts';
import { burstsOf, inStage, notUsedUp } from './judge.ts';
import { isProven, PLAIN, PROOFS, receptionOf, VARIED } from './proof.ts';
import type { VariationRow } from './variation.ts';

/** Words for a pass, and for where no form of the request gets an answer at all. */
interface Words {
  readonly rejected: string;
  readonly elsewhere?: string;
}

/** Whether a client at the end of its quota was served when it sent the same in another way. */
export function judgeVaried(
  row: VariationRow,
  exchanges: readonly Exchange[],
  limit: LimitPolicy,
  { endpoints }: CheckContext,
  words: Words,
): Judgement {
  const ground = { limit, endpoint: endpoints[limit.endpoint]! };
  const own = exchanges.filter((exchange) => isOf(exchange, row));
  const proven = provenRounds(exchanges, row, ground);
  if (proven.length >= PROOFS) return failed(proven);
  if (proven.length > 0)
    return open(`served beyond the limit with ${nameOf(proven[0]!)}, but in one window alone`);
  const limited = own.filter(({ facts }) => facts?.['stage'] !== 'scout');
  // A limiter that looks at what was changed would serve each new value: one rejection is enough.
  const rejected = limited.find((exchange) => receptionOf(exchange, ground) === 'rejected');
  const unsettled = limited.find((exchange) => !isSettled(exchange, own, ground));
  if (rejected && unsettled)
    return open(`served with ${nameOfOne(unsettled)}, but the window ended too early to tell why`, [
      unsettled,
    ]);
  if (rejected) return { outcome: 'pass', message: words.rejected, exchanges: [rejected.id] };
  if (exchanges.some(({ facts }) => facts?.['escalates'] === true))
    return open('each rejection asks to wait longer: it was left alone');
  const burst = burstsOf(exchanges, 'first', 'window').at(-1);
  if (burst?.end !== 'rejected') return notUsedUp(burst, limit);
  const odd = own.filter((exchange) => receptionOf(exchange, ground) === 'odd');
  if (words.elsewhere && odd.length > 0 && odd.length === own.length && odd.every(isOfService))
    return { outcome: 'pass', message: words.elsewhere, exchanges: odd.map(({ id }) => id) };
  const unanswered = odd.find((exchange) => !isOfService(exchange));
  if (unanswered) return oddAnswer(unanswered);
  if (limited.length === 0) return open('not asked, for what was seen before or for want of requests');
  if (odd.length > 0) return oddAnswer(odd.at(-1)!);
  return open('the window ended too early to tell, again and again');
}

type Ground = Parameters<typeof receptionOf>[1];

/** Whether what was served with a variation, or with several at once, was refused with it, or with each, at another time. */
function isSettled(exchange: Exchange, own: readonly Exchange[], ground: Ground): boolean {
  if (receptionOf(exchange, ground) !== 'served') return true;
  const name = nameOfOne(exchange);
  const limited = own.filter(({ facts }) => facts?.['stage'] !== 'scout');
  const isRefused = (wanted: string) =>
    limited.some((each) => {
      if (nameOfOne(each) !== wanted) return false;
      const reception = receptionOf(each, ground);
      return reception === 'rejected' || (reception === 'odd' && isOfService(each));
    });
  const parts = [...new Set(own.map(nameOfOne))].filter((part) => part !== name && name.includes(part));
  return isRefused(name) || (parts.length > 0 && parts.every(isRefused));
}

/** An answer of the service itself: no answer, or that of a gateway that is overloaded, says nothing of what was asked. */
function isOfService({ response, error }: Exchange): boolean {
  return response !== undefined && !error && ![502, 503, 504].includes(response.status);
}

/** The proofs of the variation that has most of them. */
function provenRounds(exchanges: readonly Exchange[], row: VariationRow, ground: Ground): Exchange[][] {
  const sent = inStage(exchanges, 'proof').filter(({ role }) => role === VARIED || role === PLAIN);
  const names = new Set(sent.filter((exchange) => isOf(exchange, row)).map(nameOfOne));
  const byName = [...names].map((name) => {
    const rounds = Map.groupBy(
      sent.filter((exchange) => nameOfOne(exchange) === name),
      ({ facts }) => facts?.['round'],
    );
    return [...rounds].flatMap(([number, round]) => {
      const bursts = burstsOf(exchanges, 'proof').filter(({ last }) => last.facts?.['round'] === number);
      return isProven(round, bursts.at(-1)?.exchanges ?? [], ground) ? [round] : [];
    });
  });
  return byName.toSorted((a, b) => b.length - a.length)[0] ?? [];
}

function failed(proven: readonly Exchange[][]): Judgement {
  return {
    outcome: 'fail',
    message: `served beyond the limit with ${nameOf(proven[0]!)}, and rejected without, again and again`,
    exchanges: proven.flatMap((round) => round.map(({ id }) => id)),
  };
}

function oddAnswer(exchange: Exchange): Judgement {
  const { response } = exchange;
  return open(`with ${nameOfOne(exchange)} it got ${response ? `status ${response.status}` : 'no answer'}`, [
    exchange,
  ]);
}

function isOf({ facts }: Exchange, row: VariationRow): boolean {
  return String(facts?.['rows'] ?? '')
    .split(' ')
    .includes(row);
}

function nameOf([first]: readonly Exchange[]): string {
  return nameOfOne(first!);
}

function nameOfOne({ facts }: Exchange): string {
  return String(facts?.['variation']);
}

function open(message: string, exchanges: readonly Exchange[] = []): Judgement {
  return { outcome: 'inconclusive', message, exchanges: exchanges.map(({ id }) => id) };
}
