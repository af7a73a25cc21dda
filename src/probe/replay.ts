import type { Check, CheckContext, Probe } from '../model/check.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Judgement } from '../model/finding.ts';
import type { Policy } from '../model/policy.ts';
import { callOf } from './call.ts';
import { combine } from './combine.ts';
import { type Baselines, isSilent, type Reading, readAnswer } from './jwt-answer.ts';
import { baselinesOf, judgeBaselines, open } from './jwt-judge.ts';
import { createMint, type Mint } from './jwt-mint.ts';
import { baselines, present, type Trial, VALID, variantBudget } from './jwt-observe.ts';

type ReplayPolicy = Policy['replay'][number];

interface ReplayCheck
  extends Pick<Check, 'id' | 'cases' | 'title' | 'severity' | 'kind' | 'why' | 'remedy' | 'references'> {
  /** What the second use was, as a noun. */
  readonly sent: string;
  /** The two tokens that are used one after the other. */
  readonly pair: (mint: Mint) => Promise<readonly [first: string, second: string]>;
}

/** A first use that got no clear answer is not repeated with the same token: another pair is made. */
const ATTEMPTS = 3;

/** A check whose second token must be rejected because the first was used already. */
export function replayCheck(check: ReplayCheck): Check {
  const { sent, pair, ...described } = check;
  return {
    ...described,
    active: true,
    exhausting: false,
    budget: ({ policy }) => oneTime(policy).length * (variantBudget(0) + ATTEMPTS * 2),
    needs: needsReplay,
    observe: (probe, context) => onEachRoute(probe, context, (trial) => usePairs(probe, trial, pair)),
    judge: (exchanges) => judgeRoutes(exchanges, (route) => judgeSecondUse(route, sent)),
  };
}

/** What every replay check needs. Declaring the rule is consent to call the endpoint, whatever its method. */
export function needsReplay({ policy, endpoints }: CheckContext): string | undefined {
  const routes = oneTime(policy);
  if (routes.length === 0)
    return 'declare policy.replay with "replay: one-time": without it, a second use of a token is right';
  const unknown = routes.find(({ endpoint }) => !endpoints[endpoint]);
  return unknown && `policy.replay names "${unknown.endpoint}", which is no endpoint of the plan`;
}

export function oneTime(policy: Policy): ReplayPolicy[] {
  return policy.replay.filter(({ replay }) => replay === 'one-time');
}

/** Baselines, `work` and a closing control for every one-time route; each exchange knows its route. */
export async function onEachRoute(
  probe: Probe,
  { policy, endpoints }: CheckContext,
  work: (trial: Trial) => Promise<Exchange[]>,
): Promise<Exchange[]> {
  const all: Exchange[] = [];
  for (const { endpoint, identity } of oneTime(policy)) {
    const declared = policy.jwt?.identity === identity ? policy.jwt : {};
    const mint = await createMint(probe, identity, declared);
    const trial: Trial = { endpoint: endpoints[endpoint]!, mint, offset: 0 };
    const seen = await baselines(probe, trial);
    if (!judgeBaselines(seen)) {
      seen.push(...(await work(trial)));
      seen.push(...(await present(probe, trial, 'valid', VALID)));
    }
    all.push(...seen.map((exchange) => ({ ...exchange, facts: { ...exchange.facts, route: endpoint } })));
  }
  return all;
}

/** Judges each route by itself. */
export function judgeRoutes(
  exchanges: readonly Exchange[],
  judge: (route: readonly Exchange[]) => Judgement,
): Judgement {
  const routes = Map.groupBy(exchanges, (exchange) => String(exchange.facts?.['route']));
  return combine(
    [...routes].map(([name, route]) => ({ name, judgement: judgeBaselines(route) ?? judge(route) })),
  );
}

/** As for any token; besides, a service may call the second use a conflict. */
export function readUse(exchange: Exchange, compared: Baselines): Reading {
  return exchange.response?.status === 409 ? 'rejected' : readAnswer(exchange, compared);
}

async function usePairs(probe: Probe, trial: Trial, pair: ReplayCheck['pair']): Promise<Exchange[]> {
  const seen: Exchange[] = [];
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const [first, second] = await pair(trial.mint);
    const use = await useToken(probe, trial, first, 'first use', attempt);
    const again = await useToken(probe, trial, second, 'second use', attempt);
    seen.push(use, again);
    if (!isSilent(use) && !isSilent(again)) break;
    await probe.sleep(300 * (attempt + 1));
  }
  return seen;
}

function useToken(
  probe: Probe,
  trial: Trial,
  token: string,
  role: string,
  attempt: number,
): Promise<Exchange> {
  const { endpoint, mint } = trial;
  probe.redact(token, role);
  return probe.send(callOf(endpoint, mint.subject), {
    role,
    facts: { part: role, attempt },
    timeout: endpoint.timeout,
    as: probe.present(mint.pool, token),
  });
}

function judgeSecondUse(exchanges: readonly Exchange[], sent: string): Judgement {
  const compared = baselinesOf(exchanges);
  const reading = (exchange: Exchange): Reading => readUse(exchange, compared);
  const attempts = [...Map.groupBy(exchanges, ({ facts }) => facts?.['attempt']).entries()]
    .filter(([attempt]) => attempt !== undefined)
    .map(([, pair]) => pair);
  const used = attempts.filter(([first]) => first && reading(first) === 'accepted');
  const accepted = used.find(([, second]) => second && reading(second) === 'accepted');
  if (accepted)
    return { outcome: 'fail', message: `${sent} was accepted`, exchanges: accepted.map(({ id }) => id) };
  const rejected = used.find(([, second]) => second && reading(second) === 'rejected');
  if (rejected)
    return { outcome: 'pass', message: `${sent} was rejected`, exchanges: rejected.map(({ id }) => id) };
  return open('no pair of uses got two clear answers', attempts.at(-1)?.[0]);
}
