import type { Check, CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { needsOrigins } from '../../src/probe/cors/endpoint.ts';
import { originOf } from '../../src/probe/cors/grant.ts';
import { preflightRefusal } from '../../src/probe/cors/protocol.ts';
import { judgeEach, PAGES } from '../../src/probe/cors/survey.ts';
import { inRole, named, pass, type Wrong } from '../../src/probe/judgement.ts';

export const closedLists: Check = {
  ...PAGES,
  id: 'cors/closed-lists',
  cases: ['CORS-P03', 'CORS-P04'],
  title: 'Methods and request headers beyond the declared ones are not granted',
  severity: 'low',
  kind: 'policy',
  why: 'Lists that repeat what was asked for let pages send what nobody has thought of.',
  remedy: 'Answer preflights with fixed lists of the methods and headers that policy.cors declares.',
  references: ['https://fetch.spec.whatwg.org/#cors-preflight-fetch'],
  needs: (context) =>
    needsOrigins(context) ??
    (context.policy.cors?.closed.length === 0
      ? 'declare policy.cors.closed: whether methods, headers or both are all that may be granted'
      : undefined),
  judge,
};

function judge(exchanges: readonly Exchange[], { policy }: CheckContext): Judgement {
  const rows = new Set<string>();
  const judgement = judgeEach(
    inRole(exchanges, 'undeclared'),
    (exchange) => {
      const wrongs = wrongOf(exchange, policy.cors?.credentials ?? false);
      for (const { exchange: each } of wrongs) rows.add(isAboutMethod(each) ? 'CORS-P03' : 'CORS-P04');
      return wrongs;
    },
    () => pass('nothing was granted beyond what is declared'),
  );
  return rows.size === 0 ? judgement : { ...judgement, cases: [...rows] };
}

function wrongOf(exchange: Exchange, credentialed: boolean): Wrong[] {
  const { method = 'GET', header } = exchange.facts ?? {};
  const request = {
    origin: originOf(exchange),
    method: String(method),
    headers: header === undefined ? [] : [String(header)],
    credentialed,
  };
  if (preflightRefusal(exchange.response!, request) !== undefined) return [];
  const what = isAboutMethod(exchange) ? `the method ${method}` : `the request header ${header}`;
  return [{ exchange, message: `${named(exchange)} grants ${what}` }];
}

function isAboutMethod(exchange: Exchange): boolean {
  return exchange.facts?.['method'] !== undefined;
}
