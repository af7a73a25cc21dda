import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import type { LimitPolicy } from '../../src/model/policy/limits.ts';
import { ATTEMPTS, useUp } from '../../src/probe/ratelimit-burst.ts';
import { limitCheck } from '../../src/probe/ratelimit-check.ts';
import { readLimitHeaders } from '../../src/probe/ratelimit-headers.ts';
import { burstsOf, notUsedUp } from '../../src/probe/ratelimit-judge.ts';
import { retryAfterOf } from '../../src/probe/retry-after.ts';

export const headerSyntax = limitCheck({
  id: 'rate-limit/header-syntax',
  cases: ['RL-03'],
  title: 'Rate-limit headers are well-formed, and of the declared family',
  severity: 'low',
  kind: 'spec',
  active: true,
  why: 'Clients must ignore malformed fields, and then run into the limit blindly.',
  remedy:
    'Send whole numbers and structured fields as the chosen draft says, each header once, on admitted and rejected answers.',
  references: ['draft-ietf-httpapi-ratelimit-headers', 'RFC 9651', 'RFC 9110 section 10.2.3'],
  bursts: ATTEMPTS,
  extra: 0,
  observeLimit: async (ground) => (await useUp(ground)).kept,
  judgeLimit: judge,
});

function judge(exchanges: readonly Exchange[], limit: LimitPolicy): Judgement {
  const answered = exchanges.filter(({ response }) => response);
  const faulty = answered.filter((exchange) => faultsOf(exchange).length > 0);
  if (faulty.length > 0)
    return {
      outcome: 'fail',
      message: [...new Set(faulty.flatMap(faultsOf))].slice(0, 3).join('; '),
      exchanges: faulty.map(({ id }) => id),
    };
  const last = burstsOf(exchanges).at(-1);
  const without = last && missingFamily(last.exchanges, limit);
  if (without) return without;
  if (last?.end !== 'rejected') return notUsedUp(last, limit);
  return { outcome: 'pass', message: `well-formed: ${familiesOf(answered)}` };
}

function faultsOf(exchange: Exchange): string[] {
  const fault = retryAfterOf(exchange).fault;
  return [...readLimitHeaders(exchange.response?.headers ?? []).faults, ...(fault ? [fault] : [])];
}

/** A declared family must be on every answer that the limit counted or rejected. */
function missingFamily(burst: readonly Exchange[], limit: LimitPolicy): Judgement | undefined {
  const { headers } = limit;
  if (headers === 'auto' || headers === 'none') return undefined;
  const without = burst.find(
    ({ response }) => response && !readLimitHeaders(response.headers).families.includes(headers),
  );
  if (!without || without.facts?.['end'] === 'odd') return undefined;
  return {
    outcome: 'fail',
    message: `an answer with status ${without.response?.status} has no rate-limit headers of the declared family ${headers}`,
    exchanges: [without.id],
  };
}

function familiesOf(exchanges: readonly Exchange[]): string {
  const families = exchanges.flatMap(({ response }) => readLimitHeaders(response?.headers ?? []).families);
  return [...new Set(families)].join(', ') || 'none are sent';
}
