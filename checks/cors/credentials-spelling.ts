import type { Check } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { quote } from '../../src/model/text.ts';
import { needsOrigins } from '../../src/probe/cors/endpoint.ts';
import { combined } from '../../src/probe/cors/protocol.ts';
import { judgeEach, PAGES } from '../../src/probe/cors/survey.ts';
import { answerHeaders } from '../../src/probe/headers.ts';
import { inRole, named, pass, type Wrong } from '../../src/probe/judgement.ts';

export const credentialsSpelling: Check = {
  ...PAGES,
  id: 'cors/credentials-spelling',
  cases: ['CORS-P08'],
  title: 'Credentials are granted by the word true and no other',
  severity: 'medium',
  kind: 'spec',
  why: 'Browsers compare with the four bytes true; TRUE, "true" and 1 grant nothing.',
  remedy: 'Send Access-Control-Allow-Credentials: true once, in lower case, or leave the header out.',
  references: ['https://fetch.spec.whatwg.org/#http-access-control-allow-credentials'],
  needs: (context) =>
    needsOrigins(context) ??
    (context.policy.cors?.credentials ? undefined : 'policy.cors does not declare credentials: true'),
  judge,
};

function judge(exchanges: readonly Exchange[]): Judgement {
  return judgeEach([...inRole(exchanges, 'simple'), ...inRole(exchanges, 'preflight')], wrongOf, () =>
    pass('credentials are granted by the word true alone'),
  );
}

/** `false` is no grant and means none; whether there should be one is another check's question. */
function wrongOf(exchange: Exchange): Wrong[] {
  const value = combined(answerHeaders(exchange), 'access-control-allow-credentials');
  if (value === undefined || ['true', 'false', ''].includes(value)) return [];
  return [
    { exchange, message: `${named(exchange)} is answered Access-Control-Allow-Credentials ${quote(value)}` },
  ];
}
