import type { CheckContext } from '../../model/check.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Judgement } from '../../model/finding.ts';
import type { LimitPolicy } from '../../model/policy/limits.ts';
import { admissionOf, type Ground } from './actor.ts';
import { withinWindow } from './span.ts';
import { askAgain, excuseOf, isWhole, type Spent } from './spent.ts';

/** Quotas in which it must be seen that a victim is shut out. */
export const PROOFS = 2;
/** Attacks beyond the quota, since counters may be off by one. */
export const BEYOND = 1;
/** Requests of the victim and of somebody else. */
export const ASKED = 2;

/** How requests are sent after an attack; each is logged by whoever sends it. */
export interface Asking {
  readonly victim: () => Promise<Exchange>;
  readonly control: () => Promise<Exchange>;
}

/** Words of one check. */
export interface Words {
  readonly attack: string;
  readonly victim: string;
  readonly shutOut: string;
  readonly served: string;
  readonly open: string;
}

/**
 * After the attack of a round: true where the victim is rejected, and somebody else is not. The second round asks in the
 * other order, since something else that rejects may do so in a rhythm.
 */
export async function isShutOut(
  { limit, endpoint }: Ground,
  attack: readonly Exchange[],
  { victim, control }: Asking,
): Promise<boolean> {
  const spent = spentBy(attack, limit);
  if (!spent || !isWhole(spent, limit)) return false;
  const admission = (exchange: Exchange) => admissionOf(exchange, limit, endpoint);
  const most = Math.max(1, Math.floor(limit.quota / 2));
  const isServed = (exchange: Exchange) => admission(exchange) === 'admitted';
  const questions = [
    async () => admission(await askAgain(spent, { limit, most }, victim, isServed)) === 'rejected',
    async () => isServed(await control()),
  ];
  const again = Number(attack[0]?.facts?.['round']) > 1;
  for (const question of again ? questions.toReversed() : questions) if (!(await question())) return false;
  return true;
}

/** Whether the limit counts by the request: an error, or no answer, may come from elsewhere. */
export function isAnswered({ response, error }: Exchange): boolean {
  return response !== undefined && response.status < 500 && !error;
}

/** Judges by the rounds: attacks, of which the last knows how many were answered before, victims and controls. */
export function judgeVictim(
  exchanges: readonly Exchange[],
  limit: LimitPolicy,
  { endpoints }: CheckContext,
  words: Words,
): Judgement {
  const shown = exchanges.map(({ id }) => id);
  const rounds = [...Map.groupBy(exchanges, ({ facts }) => facts?.['round']).values()];
  const read = rounds.map((round) =>
    readRound(round, limit, (exchange) => admissionOf(exchange, limit, endpoints[limit.endpoint]!)),
  );
  if (read.filter(({ kind }) => kind === 'shut out').length >= PROOFS)
    return { outcome: 'fail', message: words.shutOut, exchanges: shown };
  if (read.some(({ kind }) => kind === 'served'))
    return { outcome: 'pass', message: words.served, exchanges: shown };
  return { outcome: 'inconclusive', message: reasonOf(read.at(-1), limit, words), exchanges: shown };
}

interface Round {
  readonly kind: 'shut out' | 'served' | 'partial' | 'late' | 'open';
  readonly spent?: Spent | undefined;
  readonly excuse?: string;
}

function readRound(
  round: readonly Exchange[],
  limit: LimitPolicy,
  admission: (exchange: Exchange) => string,
): Round {
  const of = (wanted: string) => round.filter(({ role }) => role === wanted);
  const spent = spentBy(of('attack'), limit);
  if (!spent || !isWhole(spent, limit)) return { kind: 'partial', spent };
  const [victims, [control]] = [of('victim'), of('control')];
  const last = victims.at(-1);
  if (last && admission(last) === 'admitted') {
    const excuse = excuseOf(spent, victims, limit);
    return excuse === undefined ? { kind: 'served' } : { kind: 'late', excuse };
  }
  const shutOut = last && admission(last) === 'rejected' && control && admission(control) === 'admitted';
  return { kind: shutOut && withinWindow([spent.first, last, control], limit) ? 'shut out' : 'open' };
}

/** What the attack would have used up: as many as were answered. */
function spentBy(attack: readonly Exchange[], { status }: LimitPolicy): Spent | undefined {
  const [first, last] = [attack[0], attack.at(-1)];
  if (!first || !last) return undefined;
  const rejected = last.response?.status === status;
  const counts = !rejected && isAnswered(last);
  return { first, last, count: Number(last.facts?.['before']) + (counts ? 1 : 0), rejected };
}

function reasonOf(round: Round | undefined, { quota }: LimitPolicy, words: Words): string {
  if (round?.kind === 'late') return `${round.excuse} ${words.victim} was asked`;
  if (round?.kind !== 'partial') return words.open;
  const { count = 0, rejected = false } = round.spent ?? {};
  return `too few ${words.attack} were answered for a quota of ${quota}: ${count}${rejected ? ', until one was rejected' : ''}`;
}
