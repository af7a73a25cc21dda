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
import { ASKED, BEYOND, isShutOut, judgeVictim, PROOFS } from '../../src/probe/rate-limit/victim.ts';

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
  most: ({ quota }) => PROOFS * (quota + BEYOND + ASKED),
  waits: ({ window }) => PROOFS * (window + MARGIN),
  observeLimit: async (ground, log) => {
    for (let round = 1; round <= PROOFS; round++) if (!(await tryOnce(ground, log, round))) return;
  },
  judgeLimit: judge,
});

/** True where the claimed address was rejected, and another was not. */
async function tryOnce(ground: Ground, log: Log, round: number): Promise<boolean> {
  await rest(ground);
  const [, victim, other] = ground.leases.map(({ address }) => address);
  const ask = async (role: string, address: string | undefined) => {
    const actor = { ...(await newActor(ground)), address };
    const exchange = await callAs(ground, actor, { role, facts: { stage: 'victim', round } });
    log.add(exchange);
    return exchange;
  };
  const attack = await attackOn(ground, victim!, round);
  log.add(...attack);
  return isShutOut(ground, attack, {
    victim: () => ask('victim', victim),
    control: () => ask('control', other),
  });
}

/** Claims the address until the quota must be used up, or something is in the way; the first answer and the last. */
async function attackOn(ground: Ground, victim: string, round: number): Promise<Exchange[]> {
  const { limit, endpoint } = ground;
  const sent: Exchange[] = [];
  for (let before = 0; before < limit.quota + BEYOND; before++) {
    const facts = { stage: 'victim', round, before };
    const headers = claimOf(victim);
    const exchange = await callAs(ground, await newActor(ground), { role: 'attack', headers, facts });
    sent.splice(1, 1, exchange);
    if (admissionOf(exchange, limit, endpoint) !== 'admitted') break;
  }
  return sent;
}

function judge(exchanges: readonly Exchange[], limit: LimitPolicy, context: CheckContext): Judgement {
  return judgeVictim(exchanges, limit, context, {
    attack: 'requests that claimed the address',
    victim: 'the claimed address',
    shutOut: 'an address was rejected that another had only claimed to be, again and again',
    served: 'the claimed address was served',
    open: 'the claimed address was not served, nor was any other, or once only',
  });
}
