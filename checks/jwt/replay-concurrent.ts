import type { Check, CheckContext, Probe } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import type { MintedJwt } from '../../src/model/identity.ts';
import { callOf } from '../../src/probe/call.ts';
import { baselinesOf, open } from '../../src/probe/jwt-judge.ts';
import { createMint } from '../../src/probe/jwt-mint.ts';
import { type Trial, variantBudget } from '../../src/probe/jwt-observe.ts';
import { judgeRoutes, needsReplay, onEachRoute, oneTime, readUse } from '../../src/probe/replay.ts';

const ROUNDS = 10;
const AT_ONCE = 20;
/** Rounds that must have overlapped with one winner before a PASS says anything. */
const ENOUGH = 5;
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
  budget: ({ policy }) => oneTime(policy).length * (variantBudget(0) + ROUNDS * AT_ONCE),
  needs: needsReplay,
  observe: (probe, context) => onEachRoute(probe, context, (trial) => race(probe, trial, context)),
  judge: (exchanges) => judgeRoutes(exchanges, judgeRace),
};

async function race(probe: Probe, trial: Trial, context: CheckContext): Promise<Exchange[]> {
  const seen: Exchange[] = [];
  for (let round = 0; round < ROUNDS; round++) seen.push(...(await raceOnce(probe, trial, round, context)));
  return seen;
}

/** Each round has a subject of its own, so that no limit by subject answers in place of the replay store. */
async function raceOnce(
  probe: Probe,
  { endpoint, mint }: Trial,
  round: number,
  { policy }: CheckContext,
): Promise<Exchange[]> {
  const racer = await createMint(probe, mint.pool, policy.jwt?.identity === mint.pool ? policy.jwt : {});
  const token = await racer.valid();
  probe.redact(token, `race ${round}`);
  const request = callOf(endpoint, racer.subject);
  const options = {
    role: `race ${round}`,
    facts: { part: 'race', round },
    timeout: endpoint.timeout,
    as: probe.present(mint.pool, token),
  };
  return probe.together(Array.from({ length: atOnce(racer.settings.quota) }, () => ({ request, options })));
}

/** As many as the declared quotas of the identity let through at once. */
function atOnce(quota: MintedJwt['quota']): number {
  const quotas = Array.isArray(quota) ? quota : quota ? [quota] : [];
  return Math.max(LEAST_CLEAR, Math.min(AT_ONCE, ...quotas.map(({ limit }) => limit)));
}

interface Round {
  readonly accepted: readonly Exchange[];
  readonly rejected: readonly Exchange[];
  /** Uses of the token, whatever became of them. */
  readonly uses: number;
  readonly overlap: boolean;
}

function roundsOf(exchanges: readonly Exchange[]): Round[] {
  const baselines = baselinesOf(exchanges);
  const uses = exchanges.filter(({ facts }) => facts?.['part'] === 'race');
  return [...Map.groupBy(uses, ({ facts }) => facts?.['round']).values()].map((round) => ({
    accepted: round.filter((exchange) => readUse(exchange, baselines) === 'accepted'),
    rejected: round.filter((exchange) => readUse(exchange, baselines) === 'rejected'),
    uses: round.length,
    overlap: round.every(({ facts }) => facts?.['overlap'] === true),
  }));
}

function judgeRace(exchanges: readonly Exchange[]): Judgement {
  const rounds = roundsOf(exchanges);
  const double = rounds.find(({ accepted }) => accepted.length > 1);
  if (double)
    return {
      outcome: 'fail',
      message: `${double.accepted.length} simultaneous uses of one token were accepted`,
      exchanges: double.accepted.map(({ id }) => id),
    };
  return judgeLosers(rounds) ?? judgeOverlap(rounds);
}

/** Nobody winning is no hole, but turns honest clients away. Once may be chance: a fault may have burned the token. */
function judgeLosers(rounds: readonly Round[]): Judgement | undefined {
  const lost = rounds.filter(({ rejected, uses }) => rejected.length === uses);
  if (lost.length < 2) return undefined;
  return {
    outcome: 'fail',
    severity: 'medium',
    message: `in ${lost.length} of ${rounds.length} rounds every simultaneous use was rejected, the first one too`,
    exchanges: lost.flatMap(({ rejected }) => rejected.map(({ id }) => id)),
  };
}

function judgeOverlap(rounds: readonly Round[]): Judgement {
  const held = rounds.filter(
    ({ accepted, rejected, overlap }) =>
      overlap && accepted.length === 1 && accepted.length + rejected.length >= LEAST_CLEAR,
  );
  const counted = `${held.length} of ${rounds.length} rounds`;
  if (held.length >= ENOUGH)
    return { outcome: 'pass', message: `exactly one use was accepted in ${counted} that overlapped` };
  return open(`one use was accepted and the uses overlapped in ${counted} only; ${ENOUGH} are wanted`);
}
