import type { Check, CheckContext, Probe } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { Caller } from '../../src/probe/caller.ts';
import { ERROR_KINDS, isProvoked, provokeErrors } from '../../src/probe/errors.ts';
import { needsHeaders, surveyed } from '../../src/probe/header-check.ts';
import { answerHeaders, headerValue } from '../../src/probe/headers.ts';
import {
  answered,
  failWith,
  inconclusive,
  inRole,
  named,
  outcomeOf,
  pass,
} from '../../src/probe/judgement.ts';
import { requestsFor } from '../../src/probe/patience.ts';
import { randomLabel } from '../../src/probe/random.ts';

/** Headers that belong on every answer once they are on a good one; others may rightly differ. */
const PROFILE = [
  'strict-transport-security',
  'x-content-type-options',
  'content-security-policy',
  'referrer-policy',
  'x-frame-options',
];

export const errorParity: Check = {
  id: 'headers/error-parity',
  cases: ['HDR-11'],
  title: 'Errors carry the same security headers as good answers',
  severity: 'low',
  kind: 'policy',
  active: false,
  exhausting: false,
  why: 'Error pages of proxies and frameworks often bypass the place where headers are set, and they are pages too.',
  remedy: 'Set security headers where every answer passes, and in nginx with the parameter "always".',
  references: ['https://nginx.org/en/docs/http/ngx_http_headers_module.html#add_header'],
  budget: () => requestsFor(1 + ERROR_KINDS),
  needs: needsHeaders,
  observe,
  judge,
};

async function observe(probe: Probe, context: CheckContext): Promise<Exchange[]> {
  const names = surveyed(context);
  // One that wants credentials can be made to answer 401 as well.
  const endpoint = names.find((name) => context.endpoints[name]?.identity !== undefined) ?? names[0]!;
  const caller = new Caller(probe, context);
  const good = await caller.call(endpoint, { role: 'good' });
  return [good, ...(await provokeErrors(caller, context, { endpoint, label: randomLabel(probe.random) }))];
}

function judge(exchanges: readonly Exchange[], { policy }: CheckContext): Judgement {
  const [good] = inRole(exchanges, 'good');
  if (!answered(good) || good.response!.status >= 400)
    return inconclusive(good ? `${named(good)} ${outcomeOf(good)}` : 'nothing was sent', exchanges);
  const names = new Set([
    ...PROFILE,
    ...Object.keys(policy.headers?.exact ?? {}).map((name) => name.toLowerCase()),
  ]);
  const carried = [...names].filter((name) => headerValue(answerHeaders(good), name) !== undefined);
  const errors = inRole(exchanges, 'error').filter(isProvoked);
  const wrongs = errors.flatMap((exchange) => {
    const dropped = carried.filter((name) => headerValue(answerHeaders(exchange), name) === undefined);
    if (dropped.length === 0) return [];
    return [
      {
        exchange,
        message: `the ${exchange.response!.status} of ${named(exchange)} lacks ${dropped.join(', ')}`,
      },
    ];
  });
  const failure = failWith(wrongs);
  if (failure !== undefined) return failure;
  if (errors.length === 0) return inconclusive('no error could be provoked', exchanges);
  const statuses = [...new Set(errors.map(({ response }) => response!.status))].join(', ');
  return pass(`errors ${statuses} carry ${carried.join(', ') || 'no less than good answers'}`, exchanges);
}
