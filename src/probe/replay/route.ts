import type { CheckContext, Probe } from '../../model/check.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Judgement } from '../../model/finding.ts';
import type { ReplayPolicy } from '../../model/policy/replay.ts';
import type { Policy } from '../../model/policy.ts';
import { combine } from '../combine.ts';
import { meets } from '../expect.ts';
import { judgeBaselines } from '../tokens/jwt-judge.ts';
import { createMint, type Mint } from '../tokens/mint.ts';
import { baselines, present, type Trial, VALID } from '../tokens/observe.ts';

/** One declared rule, and the means to try it. */
export interface Field {
  readonly probe: Probe;
  readonly context: CheckContext;
  readonly rule: ReplayPolicy;
  readonly trial: Trial;
}

/** Requests that one control may take. */
export const CONTROL = 3;
/** Requests that the three baselines and the last control of one route may take. */
export const ROUTE = 4 * CONTROL;

/** What every check of one-time tokens needs. Declaring the rule is consent to call the endpoint, whatever its method. */
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

/** Baselines, `work` and a closing control for every one of these routes; each exchange knows its route and endpoint. */
export async function onEachRoute(
  probe: Probe,
  context: CheckContext,
  rules: readonly ReplayPolicy[],
  work: (field: Field, opening: readonly Exchange[]) => Promise<readonly Exchange[]>,
): Promise<Exchange[]> {
  const all: Exchange[] = [];
  for (const rule of rules) {
    const mint = await mintOf(probe, context, rule);
    const trial: Trial = { endpoint: context.endpoints[rule.endpoint]!, mint, offset: 0 };
    const field: Field = { probe, context, rule, trial };
    const opening = noted(field, await baselines(probe, trial));
    all.push(...opening);
    if (judgeBaselines(opening)) continue;
    all.push(...(await work(field, opening)), ...(await control(field)));
  }
  return all;
}

/** A new token, which must be accepted: with it a rejection before says something. */
export async function control(field: Field, endpoint = field.rule.endpoint): Promise<Exchange[]> {
  const trial = { ...field.trial, endpoint: field.context.endpoints[endpoint]! };
  return noted(field, await present(field.probe, trial, 'valid', VALID), endpoint);
}

/** A mint of the rule's tokens, over a subject of its own. */
export function mintOf(probe: Probe, { policy }: CheckContext, { identity }: ReplayPolicy): Promise<Mint> {
  return createMint(probe, identity, policy.jwt?.identity === identity ? policy.jwt : {});
}

/** Where exchanges went, and whether the answers were as the plan expects them there: judging needs both. */
export function noted(
  { rule, context }: Pick<Field, 'rule' | 'context'>,
  exchanges: readonly Exchange[],
  at = rule.endpoint,
): Exchange[] {
  const { expect } = context.endpoints[at]!;
  return exchanges.map((exchange) => {
    const { response, facts } = exchange;
    const expected = response !== undefined && meets(expect, response) === undefined;
    return { ...exchange, facts: { ...facts, route: rule.endpoint, at, expected } };
  });
}

/** Judges each route by itself. */
export function judgeRoutes(
  exchanges: readonly Exchange[],
  judge: (route: readonly Exchange[]) => Judgement,
): Judgement {
  const routes = Map.groupBy(exchanges, (exchange) => String(exchange.facts?.['route']));
  const parts = [...routes].map(([name, route]) => ({
    name,
    judgement: judgeBaselines(route) ?? judge(route),
  }));
  const combined = combine(parts);
  const cases = parts.flatMap(({ judgement }) =>
    judgement.outcome === combined.outcome ? (judgement.cases ?? []) : [],
  );
  return cases.length === 0 ? combined : { ...combined, cases: [...new Set(cases)] };
}
