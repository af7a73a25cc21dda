import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import type { LimitPolicy } from '../../src/model/policy/limits.ts';
import { readLimitHeaders } from '../../src/probe/rate-limit/headers.ts';
import { firstBurst, inStage, notUsedUp } from '../../src/probe/rate-limit/judge.ts';
import { quotaCheck } from '../../src/probe/rate-limit/quota.ts';
import { retryAfterOf } from '../../src/probe/retry-after.ts';

export const headerSyntax = quotaCheck({
  id: 'rate-limit/header-syntax',
  cases: ['RL-03'],
  title: 'Rate-limit headers are well-formed, and of the declared family',
  severity: 'low',
  kind: 'spec',
  profile: 'quick',
  byHeaders: true,
  why: 'Clients must ignore malformed fields, and then run into the limit blindly.',
  remedy:
    'Send whole numbers and structured fields as the chosen draft says, each header once, on every answer that is served.',
  references: ['draft-ietf-httpapi-ratelimit-headers', 'RFC 9651', 'RFC 9110 section 10.2.3'],
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
  const last = firstBurst(exchanges);
  const glimpsed = inStage(exchanges, 'glimpse');
  const without = missingFamily(last?.exchanges ?? glimpsed, limit);
  if (without) return without;
  if (last?.end !== 'rejected' && glimpsed.length === 0) return notUsedUp(last, limit);
  return { outcome: 'pass', message: `well-formed: ${familiesOf(answered)}`, exchanges: [] };
}

function faultsOf(exchange: Exchange): string[] {
  const fault = retryAfterOf(exchange).fault;
  return [...readLimitHeaders(exchange.response?.headers ?? []).faults, ...(fault ? [fault] : [])];
}

/** A declared family must be on every answer that was served. */
function missingFamily(sent: readonly Exchange[], limit: LimitPolicy): Judgement | undefined {
  const { headers } = limit;
  if (headers === 'auto' || headers === 'none') return undefined;
  const without = sent.find(
    ({ response }) =>
      isServed(response?.status) && !readLimitHeaders(response!.headers).families.includes(headers),
  );
  if (!without || without.facts?.['end'] === 'odd') return undefined;
  return {
    outcome: 'fail',
    message: `an answer with status ${without.response?.status} has no rate-limit headers of the declared family ${headers}`,
    exchanges: [without.id],
  };
}

/** An error of another making need not carry them; and many a limiter sends Retry-After alone with a rejection. */
function isServed(status: number | undefined): boolean {
  return status !== undefined && status < 400;
}

function familiesOf(exchanges: readonly Exchange[]): string {
  const families = exchanges.flatMap(({ response }) => readLimitHeaders(response?.headers ?? []).families);
  return [...new Set(families)].join(', ') || 'none are sent';
}
