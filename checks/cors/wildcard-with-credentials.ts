import type { Check } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { needsReadable } from '../../src/probe/cors/endpoint.ts';
import { combined } from '../../src/probe/cors/protocol.ts';
import { judgeEach, PAGES } from '../../src/probe/cors/survey.ts';
import { answerHeaders } from '../../src/probe/headers.ts';
import { inRole, named, pass } from '../../src/probe/judgement.ts';

export const wildcardWithCredentials: Check = {
  ...PAGES,
  id: 'cors/wildcard-with-credentials',
  cases: ['CORS-P06'],
  profile: 'quick',
  title: 'The wildcard * is not combined with credentials',
  severity: 'medium',
  kind: 'spec',
  why: 'Browsers refuse * together with credentials: whoever wrote it expected an access that never works.',
  remedy: 'Send the exact origin with Access-Control-Allow-Credentials: true, or * without it.',
  references: ['https://fetch.spec.whatwg.org/#concept-cors-check'],
  needs: needsReadable,
  judge,
};

function judge(exchanges: readonly Exchange[]): Judgement {
  return judgeEach(
    [...inRole(exchanges, 'simple'), ...inRole(exchanges, 'preflight')],
    (exchange) =>
      isBoth(exchange)
        ? [
            {
              exchange,
              message: `${named(exchange)} is answered Access-Control-Allow-Origin * with Access-Control-Allow-Credentials true`,
            },
          ]
        : [],
    () => pass('the wildcard is not combined with credentials'),
  );
}

function isBoth(exchange: Exchange): boolean {
  const headers = answerHeaders(exchange);
  return (
    combined(headers, 'access-control-allow-origin') === '*' &&
    combined(headers, 'access-control-allow-credentials') === 'true'
  );
}
