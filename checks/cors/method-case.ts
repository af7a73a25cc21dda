import type { Check, CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { needsOrigins } from '../../src/probe/cors/endpoint.ts';
import { listOf } from '../../src/probe/cors/protocol.ts';
import { judgeEach, needsGrant, PAGES } from '../../src/probe/cors/survey.ts';
import { answerHeaders } from '../../src/probe/headers.ts';
import { inRole, named, pass, type Wrong } from '../../src/probe/judgement.ts';

export const methodCase: Check = {
  ...PAGES,
  id: 'cors/method-case',
  cases: ['CORS-P05'],
  title: 'Declared methods are granted in upper case',
  severity: 'medium',
  kind: 'spec',
  why: 'Methods are compared with their case, so a page that sends PATCH is refused where patch is granted.',
  remedy: 'List methods in Access-Control-Allow-Methods exactly as they are sent.',
  references: ['https://fetch.spec.whatwg.org/#cors-preflight-fetch', 'RFC 9110 section 9.1'],
  needs: (context) =>
    needsOrigins(context) ??
    (context.policy.cors?.methods.some(needsGrant)
      ? undefined
      : 'policy.cors.methods has none but GET, HEAD and POST, which need no grant'),
  judge,
};

function judge(exchanges: readonly Exchange[], { policy }: CheckContext): Judgement {
  const wanted = (policy.cors?.methods ?? []).filter(needsGrant);
  return judgeEach(
    inRole(exchanges, 'preflight'),
    (exchange) => wanted.flatMap((method) => wrongOf(exchange, method)),
    () => pass('no method is granted in another case'),
  );
}

function wrongOf(exchange: Exchange, method: string): Wrong[] {
  const listed = listOf(answerHeaders(exchange), 'access-control-allow-methods') ?? [];
  const other = listed.find((each) => each.toUpperCase() === method);
  if (listed.includes(method) || other === undefined) return [];
  return [{ exchange, message: `${named(exchange)} grants ${other}, and ${method} is declared` }];
}
