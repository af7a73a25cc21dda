import type { CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import type { LimitPolicy } from '../../src/model/policy.ts';
import { type Actor, admissionOf, callAs, type Ground } from '../../src/probe/ratelimit-actor.ts';
import { ATTEMPTS, useUp } from '../../src/probe/ratelimit-burst.ts';
import { limitCheck } from '../../src/probe/ratelimit-check.ts';
import { burstsOf, notUsedUp } from '../../src/probe/ratelimit-judge.ts';
import { escalates } from '../../src/probe/ratelimit-pace.ts';
import { SPOOFS, type Spoof } from '../../src/probe/ratelimit-spoof.ts';

/** Times that the quota is used up again because its window ended in the midst of the sandwiches. */
const ROUNDS = 4;
/** No rhythm of a bucket that fills up fits this: plain requests rejected, spoofed ones served. */
const PROOF = ['plain', 'plain', 'spoofed', 'spoofed', 'plain', 'spoofed', 'plain'] as const;

export const forwardedSpoof = limitCheck({
  id: 'rate-limit/forwarded-spoof',
  case: 'RL-19',
  title: 'A client cannot escape its limit by claiming another address',
  severity: 'high',
  kind: 'exploit',
  active: true,
  why: 'A limiter that believes X-Forwarded-For from anyone is switched off by anyone.',
  remedy:
    'Take the address from the connection, or from the header that your own proxy sets, counted from the right.',
  references: ['RFC 7239 section 8.1', 'CWE-348', 'CWE-290'],
  bursts: ROUNDS * ATTEMPTS,
  extra: ROUNDS + SPOOFS.length * (2 + PROOF.length),
  observeLimit: observe,
  judgeLimit: judge,
});

async function observe(ground: Ground): Promise<Exchange[]> {
  const seen: Exchange[] = [];
  const left = [...SPOOFS];
  for (let round = 1; round <= ROUNDS && left.length > 0; round++) {
    const { kept, actor, rejection } = await useUp(ground);
    seen.push(...kept.map((exchange) => ({ ...exchange, facts: { ...exchange.facts, round } })));
    if (!rejection) return seen;
    if ((await tryAll(ground, actor, rejection, left, seen)) === 'stop') return seen;
  }
  return seen;
}

/** Takes from `left` what was tried. One rejection each: a limit that grows stricter with them is left alone. */
async function tryAll(
  ground: Ground,
  actor: Actor,
  rejection: Exchange,
  left: Spoof[],
  seen: Exchange[],
): Promise<'stop' | 'again'> {
  let before = rejection;
  for (;;) {
    const [spoof] = left;
    if (!spoof) return 'again';
    const probed = await spoofed(ground, actor, spoof, 'spoofed');
    seen.push(probed);
    const admission = admissionOf(probed, ground.limit, ground.endpoint);
    if (admission === 'rejected' && escalates([before, probed])) return stopped(probed, seen);
    if (admission === 'rejected') before = probed;
    if (admission === 'admitted') {
      const proof = await prove(ground, actor, spoof);
      seen.push(...proof);
      // The window ended, so this header is tried again in the next one.
      if (admissionOf(proof[0]!, ground.limit, ground.endpoint) === 'admitted') return 'again';
    }
    left.shift();
  }
}

function stopped(exchange: Exchange, seen: Exchange[]): 'stop' {
  seen.splice(seen.indexOf(exchange), 1, { ...exchange, facts: { ...exchange.facts, escalates: true } });
  return 'stop';
}

/** Plain and spoofed requests in an order that only a bypass explains; ends at the first that does not fit. */
async function prove(ground: Ground, actor: Actor, spoof: Spoof): Promise<Exchange[]> {
  const seen: Exchange[] = [];
  for (const kind of PROOF) {
    const exchange =
      kind === 'plain'
        ? await callAs(ground, actor, { role: 'plain', facts: { spoof: spoof.name, proof: true } })
        : await spoofed(ground, actor, spoof, 'proof');
    seen.push(exchange);
    const wanted = kind === 'plain' ? 'rejected' : 'admitted';
    if (admissionOf(exchange, ground.limit, ground.endpoint) !== wanted) return seen;
  }
  return seen;
}

function spoofed(ground: Ground, actor: Actor, spoof: Spoof, role: string): Promise<Exchange> {
  const headers = [spoof.header(ground.probe.random)];
  return callAs(ground, actor, {
    role,
    headers,
    facts: { spoof: spoof.name, ...(role === 'proof' && { proof: true }) },
  });
}

function judge(exchanges: readonly Exchange[], limit: LimitPolicy, { endpoints }: CheckContext): Judgement {
  const admission = (exchange: Exchange) => admissionOf(exchange, limit, endpoints[limit.endpoint]!);
  const burst = burstsOf(exchanges).at(-1);
  const tried = Map.groupBy(
    exchanges.filter(({ facts }) => facts?.['spoof'] !== undefined),
    ({ facts }) => String(facts?.['spoof']),
  );
  const escaped = [...tried].filter(([, each]) => isProven(each, admission));
  if (escaped.length > 0)
    return {
      outcome: 'fail',
      message: `served beyond the limit with ${escaped.map(([name]) => name).join(', ')}, and rejected without, again and again`,
      exchanges: escaped.flatMap(([, each]) => each.map(({ id }) => id)),
    };
  if (exchanges.some(({ facts }) => facts?.['escalates'] === true))
    return {
      outcome: 'inconclusive',
      message: `each rejection asks to wait longer: stopped after ${tried.size} of ${SPOOFS.length} headers`,
    };
  const untried = SPOOFS.filter(({ name }) => !isSettled(tried.get(name) ?? [], admission));
  if (untried.length === 0)
    return {
      outcome: 'pass',
      message: `rejected with each of ${SPOOFS.length} headers that claim an address`,
    };
  if (burst?.end !== 'rejected') return notUsedUp(burst, limit);
  return {
    outcome: 'inconclusive',
    message: `the window ended too early for ${untried.map(({ name }) => name).join(', ')}`,
  };
}

type Admit = (exchange: Exchange) => ReturnType<typeof admissionOf>;

/** The whole proof went as a bypass makes it go. */
function isProven(exchanges: readonly Exchange[], admission: Admit): boolean {
  const runs = exchanges.filter(({ facts }) => facts?.['proof'] === true);
  for (let start = 0; start + PROOF.length <= runs.length; start++) {
    const run = runs.slice(start, start + PROOF.length);
    const fits = PROOF.every((kind, index) => {
      const exchange = run[index]!;
      if ((exchange.role === 'plain') !== (kind === 'plain')) return false;
      return admission(exchange) === (kind === 'plain' ? 'rejected' : 'admitted');
    });
    if (fits) return true;
  }
  return false;
}

/** Rejected with the header, or served by chance: the proof failed after a plain rejection. */
function isSettled(exchanges: readonly Exchange[], admission: Admit): boolean {
  const plain = exchanges.find(({ role }) => role === 'plain');
  return exchanges.some(
    (exchange) =>
      exchange.role === 'spoofed' &&
      (admission(exchange) !== 'admitted' || (plain !== undefined && admission(plain) === 'rejected')),
  );
}
