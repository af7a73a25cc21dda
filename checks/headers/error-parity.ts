import type { Check, CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { ANSWERS, isEndpoint, needsHeaders } from '../../src/probe/headers/answers.ts';
import { answerHeaders, headerValue } from '../../src/probe/headers.ts';
import { failWith, inconclusive, named, outcomeOf, pass, type Wrong } from '../../src/probe/judgement.ts';

/** Headers that belong on every answer once they are on all good ones; others may rightly differ. */
const PROFILE = [
  'strict-transport-security',
  'x-content-type-options',
  'content-security-policy',
  'referrer-policy',
  'x-frame-options',
];
/** A redirect shows no content: only what a browser remembers or takes along matters. */
const OF_REDIRECTS = ['strict-transport-security', 'referrer-policy'];

export const errorParity: Check = {
  ...ANSWERS,
  id: 'headers/error-parity',
  cases: ['HDR-11'],
  title: 'Errors carry the same security headers as good answers',
  severity: 'low',
  kind: 'policy',
  why: 'Error pages of proxies and frameworks often bypass the place where headers are set, and they are pages too.',
  remedy: 'Set security headers where every answer passes, and in nginx with the parameter "always".',
  references: ['https://nginx.org/en/docs/http/ngx_http_headers_module.html#add_header'],
  needs: needsHeaders,
  judge,
};

function judge(exchanges: readonly Exchange[], context: CheckContext): Judgement {
  const asked = exchanges.filter((exchange) => isEndpoint(exchange, context));
  const good = asked.filter((exchange) => statusOf(exchange) >= 200 && statusOf(exchange) < 300);
  if (good.length === 0)
    return inconclusive(
      asked[0] ? `${named(asked[0])} ${outcomeOf(asked[0])}` : 'nothing was sent',
      exchanges,
    );
  const carried = carriedBy(good, context);
  const errors = exchanges.filter(isError);
  const failure = failWith(errors.flatMap((exchange) => lackOf(exchange, carried)));
  if (failure !== undefined) return failure;
  if (errors.length === 0) return inconclusive('no error could be provoked', exchanges);
  const statuses = [...new Set(errors.map(statusOf))].join(', ');
  return pass(`errors ${statuses} carry ${carried.join(', ') || 'no less than good answers'}`, exchanges);
}

function carriedBy(good: readonly Exchange[], { policy }: CheckContext): string[] {
  const exact = Object.keys(policy.headers?.exact ?? {}).map((name) => name.toLowerCase());
  const names = [...new Set([...PROFILE, ...exact])];
  return names.filter((name) => good.every((exchange) => has(exchange, name)));
}

function lackOf(exchange: Exchange, carried: readonly string[]): Wrong[] {
  const status = statusOf(exchange);
  const wanted = status < 400 ? carried.filter((name) => OF_REDIRECTS.includes(name)) : carried;
  const dropped = wanted.filter((name) => !has(exchange, name));
  if (dropped.length === 0) return [];
  return [{ exchange, message: `the ${status} of ${named(exchange)} lacks ${dropped.join(', ')}` }];
}

function isError(exchange: Exchange): boolean {
  const status = statusOf(exchange);
  return exchange.role !== 'malformed' && status >= 300 && status !== 304;
}

function has(exchange: Exchange, name: string): boolean {
  return headerValue(answerHeaders(exchange), name) !== undefined;
}

function statusOf({ response }: Exchange): number {
  return response?.status ?? 0;
}
