import type { CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import type { LimitPolicy } from '../../src/model/policy/limits.ts';
import {
  admissionOf,
  callAs,
  type Ground,
  MARGIN,
  newActor,
  rest,
} from '../../src/probe/rate-limit/actor.ts';
import { limitCheck } from '../../src/probe/rate-limit/check.ts';
import type { Log } from '../../src/probe/rate-limit/log.ts';
import { claimOf } from '../../src/probe/rate-limit/spoof.ts';

/** Windows in which it must be seen. */
const PROOFS = 2;
/** Requests beyond the quota, and the plain ones. */
const BEYOND = 1;
const PLAIN = 2;
/** The attacker's address, the victim's, and one that nobody claims. */
const ADDRESSES = 3;

export const forwardedVictim = limitCheck({
  id: 'rate-limit/forwarded-victim',
  cases: ['RL-20'],
  title: 'Nobody can use up the quota of another address by claiming it',
  severity: 'high',
  kind: 'exploit',
  why: 'A limiter that counts claimed addresses lets anybody shut out any client whose address is known.',
  remedy:
    'Take the address from the connection, or from the header that your own proxy sets, counted from the right.',
  references: ['RFC 7239 section 8.1', 'CWE-348', 'CWE-290'],
  unfit: ({ name, scope }, { sourceAddresses }) => {
    if (scope !== 'ip') return `policy.limits (${name}) counts by ${scope}`;
    return sourceAddresses.length < ADDRESSES
      ? 'declare three or more sourceAddresses to send from'
      : undefined;
  },
  addresses: ADDRESSES,
  most: ({ quota }) => PROOFS * (quota + BEYOND + PLAIN),
  waits: ({ window }) => PROOFS * (window + MARGIN),
  observeLimit: async (ground, log) => {
    for (let round = 1; round <= PROOFS; round++) if (!(await tryOnce(ground, log, round))) return;
  },
  judgeLimit: judge,
});

/** True where the claimed address was rejected, and another was not. */
async function tryOnce(ground: Ground, log: Log, round: number): Promise<boolean> {
  await rest(ground);
  const [attacker, victim, other] = ground.leases.map(({ address }) => address);
  const { limit, endpoint } = ground;
  const send = async (role: string, address: string | undefined, before = 0) => {
    const actor = { ...(await newActor(ground)), address };
    const headers = role === 'attack' ? claimOf(victim!) : [];
    return callAs(ground, actor, { role, headers, facts: { stage: 'victim', round, before } });
  };
  for (let n = 1; n <= limit.quota + BEYOND; n++) {
    const exchange = await send('attack', attacker, n - 1);
    const done = admissionOf(exchange, limit, endpoint) !== 'admitted' || n === limit.quota + BEYOND;
    if (done) log.add(exchange);
    if (done) break;
  }
  for (const [role, address, wanted] of [
    ['victim', victim, 'rejected'],
    ['control', other, 'admitted'],
  ] as const) {
    const exchange = await send(role, address);
    log.add(exchange);
    if (admissionOf(exchange, limit, endpoint) !== wanted) return false;
  }
  return true;
}

function judge(exchanges: readonly Exchange[], limit: LimitPolicy, { endpoints }: CheckContext): Judgement {
  const rounds = [...Map.groupBy(exchanges, ({ facts }) => facts?.['round']).values()];
  const read = rounds.map((round) => {
    const of = (wanted: string) => round.find(({ role }) => role === wanted);
    const admission = (exchange: Exchange | undefined) =>
      exchange && admissionOf(exchange, limit, endpoints[limit.endpoint]!);
    return { victim: admission(of('victim')), control: admission(of('control')) };
  });
  const shown = exchanges.map(({ id }) => id);
  const proven = read.filter(({ victim, control }) => victim === 'rejected' && control === 'admitted');
  if (proven.length >= PROOFS)
    return {
      outcome: 'fail',
      message: 'an address was rejected that another had only claimed to be, again and again',
      exchanges: shown,
    };
  if (read.some(({ victim }) => victim === 'admitted'))
    return { outcome: 'pass', message: 'the claimed address was served', exchanges: shown };
  const message = 'the claimed address was not served, nor was any other, or once only';
  return { outcome: 'inconclusive', message, exchanges: shown };
}
