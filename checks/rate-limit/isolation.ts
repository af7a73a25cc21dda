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
} from '../../src/probe/ratelimit-actor.ts';
import { ATTEMPTS, useUp } from '../../src/probe/ratelimit-burst.ts';
import { limitCheck } from '../../src/probe/ratelimit-check.ts';
import { burstsOf, escalates, notUsedUp } from '../../src/probe/ratelimit-judge.ts';

const TRIES = 2;

export const isolation = limitCheck({
  id: 'rate-limit/isolation',
  cases: ['RL-13'],
  title: 'A client that used up its limit does not take that of another',
  severity: 'high',
  kind: 'policy',
  active: true,
  why: 'With a bucket that clients share, one of them locks out all the others.',
  remedy: 'Count by the declared scope: the verified subject or the token, not the route or the address.',
  references: ['OWASP API4:2023'],
  unfit: ({ name, scope }) => (scope === 'ip' ? `policy.limits (${name}) counts by address` : undefined),
  bursts: TRIES * (ATTEMPTS + 1),
  extra: TRIES * 4,
  waits: ({ window }) => window + MARGIN,
  observeLimit: observe,
  judgeLimit: judge,
});

/** Uses up the quota of one subject, asks as another, and then once more as the first. */
async function observe(ground: Ground): Promise<Exchange[]> {
  const seen: Exchange[] = [];
  for (let round = 1; round <= TRIES; round++) {
    const { kept, actor, rejection } = await useUp(ground);
    seen.push(...kept.map((exchange) => ({ ...exchange, facts: { ...exchange.facts, round } })));
    if (!rejection) return seen;
    const other = await callAs(ground, await newActor(ground), { role: 'other', facts: { round } });
    seen.push(other);
    if (isShared(ground, other) && escalates([rejection, other])) return seen;
    const control = await callAs(ground, actor, { role: 'control', facts: { round } });
    seen.push(control);
    if (admissionOf(control, ground.limit, ground.endpoint) !== 'rejected') continue;
    if (isShared(ground, other) && !escalates([rejection, control])) seen.push(...(await split(ground)));
    return seen;
  }
  return seen;
}

function isShared({ limit, endpoint }: Ground, other: Exchange): boolean {
  return admissionOf(other, limit, endpoint) === 'rejected';
}

/**
 * Two new subjects share one quota's worth of requests. Where they share a bucket too, the second one is rejected just
 * when both together have used it up; where something else rejected, such as an undeclared limit by address, it is not.
 */
function split(ground: Ground): Promise<Exchange[]> {
  return alone(ground, async () => {
    await rest(ground);
    const half = Math.floor(ground.limit.quota / 2);
    const first = await sendAs(ground, await newActor(ground), 'first half', half);
    const second = await sendAs(ground, await newActor(ground), 'second half', ground.limit.quota);
    return [...first, ...second];
  });
}

/** Sends until rejected; keeps the last exchange, which knows how many were admitted. */
async function sendAs(ground: Ground, actor: Actor, role: string, most: number): Promise<Exchange[]> {
  let last: Exchange | undefined;
  for (let admitted = 0; admitted < most; admitted++) {
    last = await callAs(ground, actor, { role, facts: { admitted } });
    if (admissionOf(last, ground.limit, ground.endpoint) !== 'admitted') break;
  }
  return last ? [last] : [];
}

function judge(exchanges: readonly Exchange[], limit: LimitPolicy, { endpoints }: CheckContext): Judgement {
  const admission = (exchange: Exchange) => admissionOf(exchange, limit, endpoints[limit.endpoint]!);
  const burst = burstsOf(exchanges).at(-1);
  if (burst?.end !== 'rejected') return notUsedUp(burst, limit);
  const other = exchanges.findLast(({ role }) => role === 'other');
  const control = exchanges.findLast(({ role }) => role === 'control');
  if (!other) return notUsedUp(burst, limit);
  if (!control) return leftAlone([burst.last, other]);
  const shown = [burst.last.id, other.id, control.id];
  if (admission(control) !== 'rejected')
    return { outcome: 'inconclusive', message: 'the window ended before both were asked', exchanges: shown };
  if (admission(other) === 'admitted')
    return { outcome: 'pass', message: 'another subject was served at once', exchanges: shown };
  if (admission(other) === 'odd')
    return {
      outcome: 'inconclusive',
      message: `another subject got status ${other.response?.status}`,
      exchanges: shown,
    };
  if (escalates([burst.last, control])) return leftAlone([burst.last, other, control]);
  return judgeSplit(exchanges, limit, admission, shown);
}

function leftAlone(exchanges: readonly Exchange[]): Judgement {
  return {
    outcome: 'inconclusive',
    message: 'another subject was rejected too, and asked to wait longer: it was left alone',
    exchanges: exchanges.map(({ id }) => id),
  };
}

function judgeSplit(
  exchanges: readonly Exchange[],
  limit: LimitPolicy,
  admission: (exchange: Exchange) => ReturnType<typeof admissionOf>,
  shown: readonly string[],
): Judgement {
  const first = exchanges.find(({ role }) => role === 'first half');
  const second = exchanges.find(({ role }) => role === 'second half');
  const half = Math.floor(limit.quota / 2);
  const used = half + Number(second?.facts?.['admitted']);
  const full = first && admission(first) === 'admitted';
  if (full && second && admission(second) === 'rejected' && Math.abs(used - limit.quota) <= 1)
    return {
      outcome: 'fail',
      message: `another subject was rejected too; two subjects together were served ${used} requests`,
      exchanges: [...shown, first.id, second.id],
    };
  return {
    outcome: 'inconclusive',
    message:
      'another subject was rejected too, but not for a bucket that both share: is there a limit by address?',
    exchanges: shown,
  };
}
