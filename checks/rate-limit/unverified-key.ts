import type { CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import type { LimitPolicy } from '../../src/model/policy/limits.ts';
import {
  type Actor,
  admissionOf,
  alone,
  callAs,
  type Ground,
  MARGIN,
  newActor,
  rest,
} from '../../src/probe/rate-limit/actor.ts';
import { badly } from '../../src/probe/rate-limit/bad-token.ts';
import { limitCheck } from '../../src/probe/rate-limit/check.ts';
import type { Log } from '../../src/probe/rate-limit/log.ts';
import {
  ASKED,
  BEYOND,
  isAnswered,
  isShutOut,
  judgeVictim,
  PROOFS,
} from '../../src/probe/rate-limit/victim.ts';

export const unverifiedKey = limitCheck({
  id: 'rate-limit/unverified-key',
  cases: ['RL-16'],
  title: 'Nobody can use up the quota of another with tokens that are not valid',
  severity: 'high',
  kind: 'exploit',
  why: 'A limiter that counts by the subject of a token before it is verified lets anybody shut out any user.',
  remedy: 'Verify the token first, and count by its subject afterwards.',
  references: ['RFC 8725 section 3', 'CWE-345', 'CWE-799'],
  unfit: ({ name, scope, endpoint }, { policy }) => {
    if (scope === 'ip') return `policy.limits (${name}) counts by address`;
    return policy.authFailures.some((each) => each.endpoint === endpoint)
      ? `policy.limits (${name}): failures are limited there, so a quota cannot be used up by them`
      : undefined;
  },
  most: ({ quota }) => PROOFS * (quota + BEYOND + ASKED),
  waits: ({ window }) => PROOFS * (window + MARGIN),
  observeLimit: async (ground, log) => {
    for (let round = 1; round <= PROOFS; round++)
      if (!(await alone(ground, () => tryOnce(ground, log, round)))) return;
  },
  judgeLimit: judge,
});

/** True where the victim was rejected, and somebody else was not. */
async function tryOnce(ground: Ground, log: Log, round: number): Promise<boolean> {
  await rest(ground);
  const [victim, other] = [await newActor(ground), await newActor(ground)];
  const ask = async (actor: Actor, role: string) => {
    const exchange = await callAs(ground, actor, { role, facts: { stage: 'unverified', round } });
    log.add(exchange);
    return exchange;
  };
  const attack = await attackOn(ground, victim, round);
  log.add(...attack);
  if (attack.some((exchange) => isAccepted(exchange, ground))) return false;
  return isShutOut(ground, attack, {
    victim: () => ask(victim, 'victim'),
    control: () => ask(other, 'control'),
  });
}

/** Sends a quota's worth of bad tokens of the victim; the first answer and the last. */
async function attackOn(ground: Ground, victim: Actor, round: number): Promise<Exchange[]> {
  const { limit, endpoint } = ground;
  const credential = badly(ground, victim.credential);
  const sent: Exchange[] = [];
  let before = 0;
  for (let n = 1; n <= limit.quota + BEYOND; n++) {
    const facts = { stage: 'unverified', round, before };
    const exchange = await callAs(ground, victim, { role: 'attack', credential, facts });
    sent.splice(1, 1, exchange);
    if (admissionOf(exchange, limit, endpoint) !== 'odd') break;
    if (isAnswered(exchange)) before += 1;
  }
  return sent;
}

function isAccepted(exchange: Exchange, { limit, endpoint }: Pick<Ground, 'limit' | 'endpoint'>): boolean {
  return exchange.role === 'attack' && admissionOf(exchange, limit, endpoint) === 'admitted';
}

function judge(exchanges: readonly Exchange[], limit: LimitPolicy, context: CheckContext): Judgement {
  const endpoint = context.endpoints[limit.endpoint]!;
  if (exchanges.some((exchange) => isAccepted(exchange, { limit, endpoint })))
    return {
      outcome: 'inconclusive',
      message: 'a token with a wrong signature is accepted: see the family jwt',
      exchanges: exchanges.map(({ id }) => id),
    };
  return judgeVictim(exchanges, limit, context, {
    attack: 'bad tokens',
    victim: 'the subject',
    shutOut: 'tokens with a wrong signature used up the quota of the subject that they name, again and again',
    served: 'the subject was served after a quota of bad tokens',
    open: 'the subject was not served after a quota of bad tokens, nor was anybody else, or once only',
  });
}
