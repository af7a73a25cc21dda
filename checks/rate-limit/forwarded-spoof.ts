import type { CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import type { LimitPolicy } from '../../src/model/policy/limits.ts';
import { admissionOf, MARGIN } from '../../src/probe/ratelimit-actor.ts';
import { ATTEMPTS } from '../../src/probe/ratelimit-burst.ts';
import { limitCheck } from '../../src/probe/ratelimit-check.ts';
import { burstsOf, notUsedUp } from '../../src/probe/ratelimit-judge.ts';
import { isProven, PROOF, PROOFS, ROUNDS, SPOOFED, spoofAll } from '../../src/probe/ratelimit-sandwich.ts';
import { SPOOFS } from '../../src/probe/ratelimit-spoof.ts';

export const forwardedSpoof = limitCheck({
  id: 'rate-limit/forwarded-spoof',
  cases: ['RL-19'],
  title: 'A client cannot escape its limit by claiming another address',
  severity: 'high',
  kind: 'exploit',
  active: true,
  why: 'A limiter that believes X-Forwarded-For from anyone is switched off by anyone.',
  remedy:
    'Take the address from the connection, or from the header that your own proxy sets, counted from the right.',
  references: ['RFC 7239 section 8.1', 'CWE-348', 'CWE-290'],
  bursts: ROUNDS * ATTEMPTS,
  extra: ROUNDS * (SPOOFS.length + PROOF.length),
  waits: ({ window }) => (ROUNDS - 1) * (window + MARGIN),
  observeLimit: spoofAll,
  judgeLimit: judge,
});

function judge(exchanges: readonly Exchange[], limit: LimitPolicy, { endpoints }: CheckContext): Judgement {
  const admission = (exchange: Exchange) => admissionOf(exchange, limit, endpoints[limit.endpoint]!);
  const rounds = [...Map.groupBy(exchanges, ({ facts }) => facts?.['round']).values()];
  const proven = rounds.filter((round) => isProven(round, admission));
  if (proven.length >= PROOFS)
    return {
      outcome: 'fail',
      message: `served beyond the limit with forged headers that claim ${claimOf(proven[0]!)}, and rejected without, again and again`,
      exchanges: proven.flatMap((round) => round.filter(isSandwich).map(({ id }) => id)),
    };
  if (exchanges.some(({ facts }) => facts?.['escalates'] === true))
    return { outcome: 'inconclusive', message: 'each rejection asks to wait longer: it was left alone' };
  if (proven.length > 0)
    return {
      outcome: 'inconclusive',
      message: 'served beyond the limit with forged headers, but in one window alone',
    };
  return judgeRejected(exchanges, limit, admission);
}

type Admit = (exchange: Exchange) => ReturnType<typeof admissionOf>;

/** A limiter that believed a header would serve each new address: one rejection is enough. */
function judgeRejected(exchanges: readonly Exchange[], limit: LimitPolicy, admission: Admit): Judgement {
  const spoofed = exchanges.filter(({ role }) => role === SPOOFED);
  const rejected = new Set(
    spoofed.filter((exchange) => admission(exchange) === 'rejected').map(({ facts }) => facts?.['spoof']),
  );
  if (rejected.size === SPOOFS.length)
    return {
      outcome: 'pass',
      message: 'rejected also with all headers that claim an address, of IPv4 and of IPv6',
    };
  const burst = burstsOf(exchanges).at(-1);
  if (burst?.end !== 'rejected') return notUsedUp(burst, limit);
  const odd = spoofed.find((exchange) => admission(exchange) === 'odd');
  if (odd)
    return {
      outcome: 'inconclusive',
      message: `with headers that claim an address it got ${odd.response ? `status ${odd.response.status}` : 'no answer'}`,
      exchanges: [odd.id],
    };
  return { outcome: 'inconclusive', message: 'the window ended too early to tell, again and again' };
}

function claimOf(round: readonly Exchange[]): string {
  return String(round.find(isSandwich)?.facts?.['spoof']);
}

function isSandwich({ facts }: Exchange): boolean {
  return facts?.['spoof'] !== undefined;
}
