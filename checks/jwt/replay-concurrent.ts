import type { Check, Profile } from '../../src/model/check.ts';
import { IdentityError } from '../../src/model/errors.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import type { MintedJwt } from '../../src/model/identity.ts';
import { callOf } from '../../src/probe/call.ts';
import { readUse } from '../../src/probe/replay/episode.ts';
import {
  type Field,
  judgeRoutes,
  mintOf,
  needsReplay,
  noted,
  onEachRoute,
  oneTime,
  ROUTE,
} from '../../src/probe/replay/route.ts';
import { retryAfterOf } from '../../src/probe/retry-after.ts';
import { baselinesOf, open } from '../../src/probe/tokens/jwt-judge.ts';
import type { Mint } from '../../src/probe/tokens/mint.ts';

interface Size {
  readonly rounds: number;
  readonly atOnce: number;
  /** Rounds that must have overlapped with one winner before a PASS says anything. */
  readonly enough: number;
}

const FEW: Size = { rounds: 3, atOnce: 10, enough: 2 };
const SIZES: Readonly<Record<Profile, Size>> = {
  quick: FEW,
  standard: FEW,
  deep: { rounds: 10, atOnce: 20, enough: 5 },
};
/** Rounds into a limit: after the second one it is left alone. */
const MOST_LIMITED = 2;
const LONGEST_WAIT = 10_000;
/** Answers that must speak about the token, rather than about a limit, for a round to count. */
const LEAST_CLEAR = 2;

export const replayConcurrent: Check = {
  id: 'jwt/replay-concurrent',
  cases: ['RPL-05'],
  title: 'Of many simultaneous uses of a one-time token exactly one is accepted',
  severity: 'high',
  kind: 'policy',
  active: true,
  exhausting: false,
  why: 'A store that looks first and writes later accepts the same token many times in the moment between.',
  remedy: 'Look and write in one atomic step, such as SET NX, and let only its winner through.',
  references: ['RFC 7519 section 4.1.7', 'CWE-367'],
  budget: ({ policy, profile }) =>
    oneTime(policy).length * (ROUTE + SIZES[profile].rounds * (SIZES[profile].atOnce + 1)),
  needs: needsReplay,
  observe: (probe, context) => onEachRoute(probe, context, oneTime(context.policy), race),
  judge: (exchanges, { profile }) => judgeRoutes(exchanges, (route) => judgeRace(route, SIZES[profile])),
};

async function race(field: Field): Promise<Exchange[]> {
  const seen: Exchange[] = [];
  let limited = 0;
  for (let round = 0; round < SIZES[field.context.profile].rounds; round++) {
    const uses = await raceOnce(field, round);
    seen.push(...uses);
    const wait = longestWait(uses);
    if (wait === undefined) continue;
    limited += 1;
    if (limited === MOST_LIMITED || wait > LONGEST_WAIT) return seen;
    await field.probe.sleep(wait + 50);
  }
  return seen;
}

/** Milliseconds that rejections by a limiter ask to wait; undefined where there is none. */
function longestWait(uses: readonly Exchange[]): number | undefined {
  const limited = uses.filter(({ response }) => response?.status === 429);
  const waits = limited.map((exchange) => (retryAfterOf(exchange).seconds ?? 1) * 1000);
  return waits.length === 0 ? undefined : Math.max(...waits);
}

async function raceOnce(field: Field, round: number): Promise<Exchange[]> {
  const { probe, trial, context } = field;
  const { endpoint } = trial;
  const racer = await racerOf(field);
  const token = await racer.valid();
  probe.redact(token, `race ${round}`);
  const request = callOf(endpoint, racer.subject);
  const options = {
    role: `race ${round}`,
    facts: { part: 'race', round },
    timeout: endpoint.timeout,
    as: probe.present(racer.pool, token),
  };
  const length = Math.min(
    atOnce(racer.settings.quota, SIZES[context.profile].atOnce),
    ...limitsAt(field).map(({ quota }) => quota),
  );
  const uses = noted(field, await probe.together(Array.from({ length }, () => ({ request, options }))));
  if (!uses.every(isRefused)) return uses;
  const late = { ...options, role: `late ${round}`, facts: { part: 'late', round } };
  return [...uses, ...noted(field, [await probe.send(request, late)])];
}

/** Perhaps by a limiter: then the token is good still. */
function isRefused({ response }: Exchange): boolean {
  return response !== undefined && response.status >= 400;
}

/** Each round has a subject of its own where there are more, so that no limit by subject answers in place of the store. */
async function racerOf({ probe, context, rule, trial }: Field): Promise<Mint> {
  try {
    return await mintOf(probe, context, rule);
  } catch (error) {
    if (error instanceof IdentityError) return trial.mint;
    throw error;
  }
}

/** Limits that count every use, whoever makes it. */
function limitsAt({ context, rule }: Field) {
  return context.policy.limits.filter(({ scope, endpoint }) => scope === 'ip' && endpoint === rule.endpoint);
}

/** As many as the declared quotas of the identity let through at once. */
function atOnce(quota: MintedJwt['quota'], most: number): number {
  const quotas = Array.isArray(quota) ? quota : quota ? [quota] : [];
  return Math.max(LEAST_CLEAR, Math.min(most, ...quotas.map(({ limit }) => limit)));
}

interface Round {
  readonly accepted: readonly Exchange[];
  readonly rejected: readonly Exchange[];
  readonly overlap: boolean;
  /** Used up, although every simultaneous use was rejected. */
  readonly lost: boolean;
}

function roundsOf(exchanges: readonly Exchange[]): Round[] {
  const baselines = baselinesOf(exchanges);
  const uses = exchanges.filter(({ facts }) => facts?.['part'] === 'race');
  const late = exchanges.filter(({ facts }) => facts?.['part'] === 'late');
  const isRejected = (exchange: Exchange) => readUse(exchange, baselines) === 'rejected';
  return [...Map.groupBy(uses, ({ facts }) => facts?.['round'])].map(([number, round]) => ({
    accepted: round.filter((exchange) => readUse(exchange, baselines) === 'accepted'),
    rejected: round.filter(isRejected),
    overlap: round.every(({ facts }) => facts?.['overlap'] === true),
    lost:
      round.every(isRejected) &&
      late.some((exchange) => exchange.facts?.['round'] === number && isRejected(exchange)),
  }));
}

function judgeRace(exchanges: readonly Exchange[], { enough }: Size): Judgement {
  const rounds = roundsOf(exchanges);
  const double = rounds.find(({ accepted }) => accepted.length > 1);
  if (double)
    return {
      outcome: 'fail',
      message: `${double.accepted.length} simultaneous uses of one token were accepted`,
      exchanges: double.accepted.map(({ id }) => id),
    };
  return judgeLosers(rounds) ?? judgeOverlap(rounds, enough);
}

/** Nobody winning is no hole, but turns honest clients away. Once may be chance: a fault may have burned the token. */
function judgeLosers(rounds: readonly Round[]): Judgement | undefined {
  const lost = rounds.filter((round) => round.lost);
  if (lost.length < 2) return undefined;
  return {
    outcome: 'fail',
    severity: 'medium',
    message: `in ${lost.length} of ${rounds.length} rounds every simultaneous use was rejected, the first one too`,
    exchanges: lost.flatMap(({ rejected }) => rejected.map(({ id }) => id)),
  };
}

function judgeOverlap(rounds: readonly Round[], enough: number): Judgement {
  const held = rounds.filter(
    ({ accepted, rejected, overlap }) =>
      overlap && accepted.length === 1 && accepted.length + rejected.length >= LEAST_CLEAR,
  );
  const counted = `${held.length} of ${rounds.length} rounds`;
  if (held.length >= enough)
    return { outcome: 'pass', message: `exactly one use was accepted in ${counted} that overlapped` };
  return open(`one use was accepted and the uses overlapped in ${counted} only; ${enough} are wanted`);
}
