import type { CheckContext } from '../../src/model/check.ts';
import { formatDuration } from '../../src/model/duration.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import type { LimitPolicy } from '../../src/model/policy/limits.ts';
import { alone, type Ground, MARGIN, newActor, rest } from '../../src/probe/ratelimit-actor.ts';
import { burst } from '../../src/probe/ratelimit-burst.ts';
import { limitCheck } from '../../src/probe/ratelimit-check.ts';
import { notUsedUp } from '../../src/probe/ratelimit-judge.ts';
import { type Early, judgeEarly, readEarly, tryPace } from '../../src/probe/ratelimit-pace.ts';

/** Times that an early rejection must be seen before it counts, and tries to see it so often. */
const PROOF = 2;
const TRIES = 3;
const PACE_REQUESTS = 4;

export const notTooStrict = limitCheck({
  id: 'rate-limit/not-too-strict',
  cases: ['RL-02'],
  title: 'A client within its declared limit is not rejected',
  severity: 'medium',
  kind: 'policy',
  active: true,
  why: 'Clients that keep to the documented quota plan with it; rejecting them earlier breaks them.',
  remedy: 'Raise the limit to what is declared, or declare what is really allowed.',
  references: ['RFC 6585 section 4'],
  bursts: TRIES,
  extra: TRIES * PACE_REQUESTS,
  waits: ({ window }) => TRIES * (window + MARGIN),
  observeLimit: observe,
  judgeLimit: judge,
});

async function observe(ground: Ground, context: CheckContext): Promise<Exchange[]> {
  const all: Exchange[] = [];
  let hard = 0;
  for (let attempt = 1; attempt <= TRIES && hard < PROOF; attempt++) {
    const once = () => useUpOnce(ground, attempt);
    const seen = await (attempt === 1 ? once() : alone(ground, once));
    all.push(...seen);
    const { kind } = readEarly(seen, ground.limit, context);
    if (kind === 'full' || kind === 'smooth') break;
    if (kind === 'hard') hard += 1;
  }
  return all;
}

async function useUpOnce(ground: Ground, attempt: number): Promise<Exchange[]> {
  const { limit, probe, lease, silence } = ground;
  await rest(ground);
  const since = probe.now() - silence;
  const actor = await newActor(ground);
  const done = await burst(ground, actor, { attempt, most: limit.quota });
  const paced = done.rejection ? await tryPace(ground, actor, done.rejection, attempt) : [];
  const disturbed = lease?.disturbed(since) ?? false;
  return [...done.kept, ...paced].map((exchange) => ({
    ...exchange,
    facts: { ...exchange.facts, disturbed },
  }));
}

function judge(exchanges: readonly Exchange[], limit: LimitPolicy, context: CheckContext): Judgement {
  const attempts = [...Map.groupBy(exchanges, ({ facts }) => facts?.['attempt']).values()];
  const readings = attempts.map((attempt) => readEarly(attempt, limit, context));
  const good = readings.find(({ kind }) => kind === 'full' || kind === 'smooth');
  if (good) return { outcome: 'pass', message: passMessage(good, limit), exchanges: [good.told.last.id] };
  const hard = readings.filter(({ kind }) => kind === 'hard');
  if (hard.length >= PROOF) return judgeEarly(hard, limit);
  const open = readings.find(({ kind }) => kind !== 'hard');
  if (!open || open.kind === 'unfinished') return notUsedUp(open?.told, limit);
  return {
    outcome: 'inconclusive',
    message: `rejected after ${open.told.admitted} requests, ${open.reason}`,
    exchanges: [open.told.last.id],
  };
}

function passMessage({ kind, told }: Early, limit: LimitPolicy): string {
  if (kind === 'full') return `${told.admitted} requests in ${formatDuration(told.elapsed)} were served`;
  return `rejected after ${told.admitted} requests at once, but served again at the pace of ${limit.quota} in ${formatDuration(limit.window)}`;
}
