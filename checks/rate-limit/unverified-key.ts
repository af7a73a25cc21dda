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

/** Quotas in which it must be seen. */
const PROOFS = 2;
/** Bad tokens beyond the quota, and the requests with good ones. */
const BEYOND = 1;
const GOOD = 2;

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
  most: ({ quota }) => PROOFS * (quota + BEYOND + GOOD),
  waits: ({ window }) => PROOFS * (window + MARGIN),
  observeLimit: async (ground, log) => {
    for (let round = 1; round <= PROOFS; round++)
      if (!(await alone(ground, () => tryOnce(ground, log, round)))) return;
  },
  judgeLimit: judge,
});

/** True where the victim was rejected, and somebody else was not. */
async function tryOnce(ground: Ground, log: Log, round: number): Promise<boolean> {
  const { limit, endpoint } = ground;
  await rest(ground);
  const [victim, other] = [await newActor(ground), await newActor(ground)];
  const admission = (exchange: Exchange) => admissionOf(exchange, limit, endpoint);
  const ask = async (actor: Actor, role: string) => {
    const exchange = await callAs(ground, actor, { role, facts: { stage: 'unverified', round } });
    log.add(exchange);
    return admission(exchange);
  };
  if (!(await attack(ground, log, victim, round))) return false;
  if ((await ask(victim, 'victim')) !== 'rejected') return false;
  return (await ask(other, 'control')) === 'admitted';
}

/** Sends a quota's worth of bad tokens of the victim; keeps the last answer. False where a bad token is accepted. */
async function attack(ground: Ground, log: Log, victim: Actor, round: number): Promise<boolean> {
  const { limit, endpoint } = ground;
  const credential = badly(ground, victim.credential);
  for (let n = 1; ; n++) {
    const facts = { stage: 'unverified', round, n };
    const exchange = await callAs(ground, victim, { role: 'attack', credential, facts });
    const admission = admissionOf(exchange, limit, endpoint);
    if (admission !== 'odd' || n === limit.quota + BEYOND) {
      log.add(exchange);
      return admission !== 'admitted';
    }
  }
}

function judge(exchanges: readonly Exchange[], limit: LimitPolicy, { endpoints }: CheckContext): Judgement {
  const admission = (exchange: Exchange | undefined) =>
    exchange && admissionOf(exchange, limit, endpoints[limit.endpoint]!);
  const rounds = [...Map.groupBy(exchanges, ({ facts }) => facts?.['round']).values()];
  const shown = exchanges.map(({ id }) => id);
  const read = rounds.map((round) => ({
    attack: admission(round.find(({ role }) => role === 'attack')),
    victim: admission(round.find(({ role }) => role === 'victim')),
    control: admission(round.find(({ role }) => role === 'control')),
  }));
  const proven = read.filter(({ victim, control }) => victim === 'rejected' && control === 'admitted');
  const inconclusive = (message: string): Judgement => ({
    outcome: 'inconclusive',
    message,
    exchanges: shown,
  });
  if (proven.length >= PROOFS)
    return {
      outcome: 'fail',
      message:
        'tokens with a wrong signature used up the quota of the subject that they name, again and again',
      exchanges: shown,
    };
  if (read.some(({ attack }) => attack === 'admitted'))
    return inconclusive('a token with a wrong signature is accepted: see the family jwt');
  if (read.some(({ victim }) => victim === 'admitted'))
    return {
      outcome: 'pass',
      message: 'the subject was served after a quota of bad tokens',
      exchanges: shown,
    };
  return inconclusive(
    'the subject was not served after a quota of bad tokens, nor was anybody else, or once only',
  );
}
