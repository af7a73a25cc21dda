import type { Check, CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { quote } from '../../src/model/text.ts';
import { needsOrigins } from '../../src/probe/cors/endpoint.ts';
import { originOf } from '../../src/probe/cors/grant.ts';
import { grantOf, grantText, preflightRefusal } from '../../src/probe/cors/protocol.ts';
import { judgeEach, PAGES } from '../../src/probe/cors/survey.ts';
import { inRole, named, pass, type Wrong } from '../../src/probe/judgement.ts';

export const allowedOrigin: Check = {
  ...PAGES,
  id: 'cors/allowed-origin',
  cases: ['CORS-P01'],
  profile: 'quick',
  title: 'Every declared origin may read, with every declared method and header',
  severity: 'high',
  kind: 'policy',
  why: 'A page of the product itself that is refused by the browser is an outage for its users.',
  remedy: 'Answer GET and the preflight of each declared origin with the grant that policy.cors promises.',
  references: ['https://fetch.spec.whatwg.org/#cors-preflight-fetch'],
  needs: needsOrigins,
  judge,
};

function judge(exchanges: readonly Exchange[], context: CheckContext): Judgement {
  const simple = inRole(exchanges, 'simple');
  return judgeEach(
    [...simple, ...inRole(exchanges, 'preflight')],
    (exchange) => wrongOf(exchange, context),
    () => pass(`${simple.length} declared ${simple.length === 1 ? 'origin is' : 'origins are'} granted`),
  );
}

function wrongOf(exchange: Exchange, { policy }: CheckContext): Wrong[] {
  const { credentials, headers } = policy.cors!;
  const origin = originOf(exchange);
  const seen = grantText(exchange);
  if (exchange.role === 'simple') {
    const grant = grantOf(exchange.response!.headers, origin);
    const granted = credentials ? grant.credentialed : grant.anonymous;
    const how = credentials ? ' with credentials' : '';
    return granted
      ? []
      : [{ exchange, message: `${quote(origin)} is not granted${how} on ${named(exchange)}: ${seen}` }];
  }
  const method = String(exchange.facts?.['method']);
  const request = { origin, method, headers, credentialed: credentials };
  const refusal = preflightRefusal(exchange.response!, request);
  if (refusal === undefined) return [];
  return [{ exchange, message: `the preflight of ${quote(origin)} for ${method} is refused: ${refusal}` }];
}
