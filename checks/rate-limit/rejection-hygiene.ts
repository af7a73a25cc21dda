import type { CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import type { LimitPolicy } from '../../src/model/policy/limits.ts';
import { answerHeaders, headerList, headerValue } from '../../src/probe/headers.ts';
import { firstBurst, notUsedUp } from '../../src/probe/rate-limit/judge.ts';
import { quotaCheck } from '../../src/probe/rate-limit/quota.ts';

/** Headers that the plan wants on every answer of the endpoints that it names. */
const SECURITY = [
  'strict-transport-security',
  'content-security-policy',
  'x-content-type-options',
  'referrer-policy',
] as const;

/** A line of a stack trace: of JavaScript, Java, Python or .NET. */
const STACK = /^\s*(at [\w$.<>[\] ]+\(.*:\d+(:\d+)?\)|File ".+", line \d+, in |at .+ in .+:line \d+)/m;

export const rejectionHygiene = quotaCheck({
  id: 'rate-limit/rejection-hygiene',
  cases: ['RL-27'],
  title:
    'A rejection is no worse than other answers: readable for pages, never cached, without a stack trace',
  severity: 'low',
  kind: 'spec',
  why: 'A cached rejection shuts out everybody; one without a CORS grant looks like a network error to a page.',
  remedy:
    'Run the limiter after the middleware that sets CORS and security headers, and send Cache-Control: no-store with rejections.',
  references: ['RFC 6585 section 4', 'RFC 9111 section 3', 'CWE-209'],
  judgeLimit: judge,
});

function judge(exchanges: readonly Exchange[], limit: LimitPolicy, context: CheckContext): Judgement {
  const burst = firstBurst(exchanges);
  if (burst?.end !== 'rejected') return notUsedUp(burst, limit);
  const rejection = burst.last;
  const served = burst.exchanges.find(({ response }) => response && response.status < 300);
  const wrongs = [
    storable(rejection, limit),
    STACK.test(rejection.response?.body ?? '') ? 'it shows a stack trace' : undefined,
    served && unreadable(served, rejection),
    served && stripped(served, rejection, limit, context),
  ].filter((wrong) => wrong !== undefined);
  const exchangeIds = [rejection.id, ...(served ? [served.id] : [])];
  if (wrongs.length > 0)
    return { outcome: 'fail', message: `the rejection: ${wrongs.join('; ')}`, exchanges: exchangeIds };
  return { outcome: 'pass', message: 'the rejection is as careful as other answers', exchanges: exchangeIds };
}

/** Only what allows storing: without any header a 429 is not stored (RFC 9111 section 4.2.2). */
function storable(rejection: Exchange, { status }: LimitPolicy): string | undefined {
  const lines = answerHeaders(rejection);
  const directives = headerList(lines, 'cache-control');
  const closed = directives.some((directive) => /^(no-store|private|no-cache)/.test(directive));
  const fresh = directives.some((directive) => /^(public$|(s-maxage|max-age)="?0*[1-9])/.test(directive));
  if (fresh && !closed) return `caches may store it (Cache-Control: ${directives.join(', ')})`;
  const age = headerValue(lines, 'age');
  if (status === 429 && age !== undefined && Number(age) > 0)
    return `it came from a cache (Age: ${Number(age)})`;
  return undefined;
}

/** A page that may read the answer must be able to read the rejection. */
function unreadable(served: Exchange, rejection: Exchange): string | undefined {
  const grant = headerValue(answerHeaders(served), 'access-control-allow-origin');
  const kept = headerValue(answerHeaders(rejection), 'access-control-allow-origin');
  if (grant === undefined || kept !== undefined) return undefined;
  return 'it lacks the CORS grant that served answers have';
}

function stripped(
  served: Exchange,
  rejection: Exchange,
  limit: LimitPolicy,
  { policy }: CheckContext,
): string | undefined {
  if (!policy.headers?.endpoints.includes(limit.endpoint)) return undefined;
  const missing = SECURITY.filter(
    (name) =>
      headerValue(answerHeaders(served), name) !== undefined &&
      headerValue(answerHeaders(rejection), name) === undefined,
  );
  return missing.length > 0 ? `it lacks ${missing.join(', ')}, which served answers have` : undefined;
}
