import type { CheckContext } from '../../model/check.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { LimitPolicy } from '../../model/policy/limits.ts';
import { admissionOf } from './actor.ts';

/** Stages in which one client sends one request after the other, each counted. */
const STAGES: readonly string[] = ['glimpse', 'first', 'window', 'full'];
const ROLES: readonly string[] = ['glimpse', 'burst'];

/** Answers of requests that the limit admitted or rejected, in the order in which they were sent. */
export function countedAnswers(
  exchanges: readonly Exchange[],
  limit: LimitPolicy,
  { endpoints }: CheckContext,
): Exchange[] {
  return exchanges.filter(
    (exchange) =>
      ROLES.includes(exchange.role) &&
      STAGES.includes(String(exchange.facts?.['stage'])) &&
      admissionOf(exchange, limit, endpoints[limit.endpoint]!) !== 'odd',
  );
}

/** The same by quota: what one client sent in one go. */
export function countedSeries(
  exchanges: readonly Exchange[],
  limit: LimitPolicy,
  context: CheckContext,
): Exchange[][] {
  const answers = countedAnswers(exchanges, limit, context);
  const series = Map.groupBy(answers, ({ facts }) => `${facts?.['stage']} ${facts?.['attempt']}`);
  return [...series.values()];
}

/** The place of a request in its series, from 1. */
export function placeOf({ facts }: Exchange): number {
  return Number(facts?.['n']);
}
