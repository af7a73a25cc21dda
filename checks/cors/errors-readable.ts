import type { Check, CheckContext, Probe } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { Caller } from '../../src/probe/caller.ts';
import { needsOrigins } from '../../src/probe/cors/endpoint.ts';
import { grantOf, grantText } from '../../src/probe/cors/protocol.ts';
import { ERROR_KINDS, isProvoked, provokeErrors } from '../../src/probe/errors.ts';
import { sentHeader } from '../../src/probe/headers.ts';
import { failWith, inconclusive, named, outcomeOf, pass } from '../../src/probe/judgement.ts';
import { requestsFor } from '../../src/probe/patience.ts';
import { randomLabel } from '../../src/probe/random.ts';

export const errorsReadable: Check = {
  id: 'cors/errors-readable',
  cases: ['CORS-P13'],
  title: 'Errors carry the grant of a declared origin too',
  severity: 'medium',
  kind: 'policy',
  active: false,
  exhausting: false,
  why: 'A page cannot tell an expired session from an outage when the browser hides the error from it.',
  remedy:
    'Set the CORS headers before authentication, routing and error handling, so that every answer has them.',
  references: ['https://fetch.spec.whatwg.org/#http-cors-protocol'],
  budget: () => requestsFor(ERROR_KINDS),
  needs: needsOrigins,
  observe,
  judge,
};

function observe(probe: Probe, context: CheckContext): Promise<Exchange[]> {
  const { endpoint, origins } = context.policy.cors!;
  const headers = [['origin', origins[0]!]] as const;
  const label = randomLabel(probe.random);
  return provokeErrors(new Caller(probe, context), context, { endpoint, label, headers });
}

function judge(exchanges: readonly Exchange[], { policy }: CheckContext): Judgement {
  const errors = exchanges.filter(isProvoked);
  const credentials = policy.cors?.credentials ?? false;
  const wrongs = errors.flatMap((exchange) => {
    const grant = grantOf(exchange.response!.headers, sentHeader(exchange, 'origin') ?? '');
    if (credentials ? grant.credentialed : grant.anonymous) return [];
    const seen = grantText(exchange);
    return [
      {
        exchange,
        message: `the ${exchange.response!.status} of ${named(exchange)} is not granted: ${seen}`,
      },
    ];
  });
  const failure = failWith(wrongs);
  if (failure !== undefined) return failure;
  const other = exchanges.find((exchange) => !isProvoked(exchange));
  if (errors.length === 0)
    return inconclusive(
      other ? `${named(other)} ${outcomeOf(other)}` : 'no error could be provoked',
      exchanges,
    );
  const statuses = [...new Set(errors.map(({ response }) => response!.status))].join(', ');
  return pass(`errors ${statuses} are granted`, errors);
}
