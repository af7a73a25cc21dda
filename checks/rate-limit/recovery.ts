import { formatDuration } from '../../src/model/duration.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import type { LimitPolicy } from '../../src/model/policy/limits.ts';
import { admissionOf, alone, callAs, GRACE, type Ground, MARGIN } from '../../src/probe/ratelimit-actor.ts';
import { ATTEMPTS, useUp } from '../../src/probe/ratelimit-burst.ts';
import { limitCheck } from '../../src/probe/ratelimit-check.ts';
import { burstsOf, escalates, notUsedUp } from '../../src/probe/ratelimit-judge.ts';
import { retryAfterOf } from '../../src/probe/retry-after.ts';

const TRIES = 2;
/** What fails is seen once more while no other check uses anything up. */
const ROUNDS = 2;

export const recovery = limitCheck({
  id: 'rate-limit/recovery',
  cases: ['RL-08'],
  title: 'A client that waits as long as it was told is served again',
  severity: 'medium',
  kind: 'policy',
  active: true,
  why: 'A client that waited as it was told and is rejected again has no way to behave well.',
  remedy: 'Let Retry-After tell the time at which the quota has room again.',
  references: ['RFC 9110 section 10.2.3', 'RFC 6585 section 4'],
  bursts: ROUNDS * ATTEMPTS,
  extra: ROUNDS * TRIES,
  waits: ({ window }) => ROUNDS * (2 * window + GRACE + TRIES * MARGIN),
  observeLimit: observe,
  judgeLimit: judge,
});

async function observe(ground: Ground): Promise<Exchange[]> {
  const first = await recoverOnce(ground, 1);
  const tries = first.filter(({ role }) => role.startsWith('recovery '));
  const served = tries.some(
    (exchange) => admissionOf(exchange, ground.limit, ground.endpoint) === 'admitted',
  );
  // One try alone was stopped: its rejection asks to wait longer.
  if (served || tries.length < TRIES) return first;
  return [...first, ...(await alone(ground, () => recoverOnce(ground, 2)))];
}

async function recoverOnce(ground: Ground, round: number): Promise<Exchange[]> {
  const { probe, limit, endpoint, lease } = ground;
  const { kept, actor, rejection } = await useUp(ground, { first: true });
  const wait = rejection && waitOf(rejection, limit);
  const seen: Exchange[] = kept.map((exchange) => ({ ...exchange, facts: { ...exchange.facts, round } }));
  if (!rejection || wait === undefined) return seen;
  const since = probe.now();
  await probe.sleep(wait + MARGIN);
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const facts = { wait, round, disturbed: lease?.disturbed(since) ?? false };
    const again = await callAs(ground, actor, { role: `recovery ${attempt}`, facts });
    seen.push(again);
    if (admissionOf(again, limit, endpoint) === 'admitted' || escalates([rejection, again])) break;
    if (attempt < TRIES) await probe.sleep(MARGIN);
  }
  return seen;
}

/** As long as the rejection asks for, or the window; undefined when that is more than a window and a little. */
function waitOf(rejection: Exchange, { window }: LimitPolicy): number | undefined {
  const { seconds } = retryAfterOf(rejection);
  const wait = seconds === undefined ? window : seconds * 1000;
  return wait > window + GRACE ? undefined : wait;
}

function judge(
  exchanges: readonly Exchange[],
  limit: LimitPolicy,
  { endpoints }: Parameters<typeof recovery.judge>[1],
): Judgement {
  const burst = burstsOf(exchanges).at(-1);
  if (burst?.end !== 'rejected') return notUsedUp(burst, limit);
  const { round } = burst.last.facts ?? {};
  const tries = exchanges.filter(
    ({ role, facts }) => role.startsWith('recovery ') && facts?.['round'] === round,
  );
  const [first] = tries;
  const shown = [burst.last.id, ...tries.map(({ id }) => id)];
  if (!first)
    return {
      outcome: 'inconclusive',
      message: `the rejection asks to wait much longer than the window of ${formatDuration(limit.window)}`,
      exchanges: shown,
    };
  const admissions = tries.map((exchange) => admissionOf(exchange, limit, endpoints[limit.endpoint]!));
  const wait = formatDuration(Number(first.facts?.['wait']));
  if (admissions.includes('admitted'))
    return { outcome: 'pass', message: `served again after ${wait}`, exchanges: shown };
  const disturbed = tries.some(({ facts }) => facts?.['disturbed'] === true);
  if (escalates([burst.last, ...tries]))
    return {
      outcome: 'inconclusive',
      message: `not served again after ${wait}, and asked to wait longer: it was left alone`,
      exchanges: shown,
    };
  const outcome = admissions.includes('odd') || disturbed ? 'inconclusive' : 'fail';
  const cause = disturbed
    ? ', but other checks sent from the same address meanwhile: declare sourceAddresses'
    : '';
  return { outcome, message: `not served again after ${wait} and a second try${cause}`, exchanges: shown };
}
