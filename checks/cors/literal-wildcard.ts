import type { Check, CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { needsOrigins } from '../../src/probe/cors/endpoint.ts';
import { listOf, unexposed } from '../../src/probe/cors/protocol.ts';
import { judgeEach, needsGrant, PAGES } from '../../src/probe/cors/survey.ts';
import { answerHeaders } from '../../src/probe/headers.ts';
import { inRole, named, pass, type Wrong } from '../../src/probe/judgement.ts';

export const literalWildcard: Check = {
  ...PAGES,
  id: 'cors/literal-wildcard',
  cases: ['CORS-P07'],
  title: 'Nothing that is declared is left to a * that does not cover it',
  severity: 'medium',
  kind: 'spec',
  why: 'With credentials * is the name of a method or header like any other, and Authorization is never covered by it.',
  remedy: 'List methods, request headers and exposed headers by name.',
  references: [
    'https://fetch.spec.whatwg.org/#cors-preflight-fetch',
    'https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name',
  ],
  needs: (context) =>
    needsOrigins(context) ??
    (context.policy.cors?.credentials || asksAuthorization(context)
      ? undefined
      : 'policy.cors declares neither credentials nor the request header Authorization: * covers all else'),
  judge,
};

function judge(exchanges: readonly Exchange[], context: CheckContext): Judgement {
  return judgeEach(
    [...inRole(exchanges, 'simple'), ...inRole(exchanges, 'preflight')],
    (exchange) => wrongOf(exchange, uncovered(exchange, context)),
    () => pass('nothing is left to a * that does not cover it'),
  );
}

function wrongOf(exchange: Exchange, names: readonly string[]): Wrong[] {
  if (names.length === 0) return [];
  return [{ exchange, message: `${named(exchange)} grants *, which does not cover ${names.join(', ')}` }];
}

/** Declared names that the answer means to grant by a `*` which does not cover them. */
function uncovered(exchange: Exchange, context: CheckContext): string[] {
  const { credentials, methods, headers, expose } = context.policy.cors!;
  const lines = answerHeaders(exchange);
  const wild = (name: string): string[] | undefined => {
    const listed = listOf(lines, name) ?? [];
    return listed.includes('*') ? listed.map((each) => each.toLowerCase()) : undefined;
  };
  if (exchange.role === 'simple') {
    const exposed = credentials && wild('access-control-expose-headers');
    return exposed ? unexposed(lines, expose, true) : [];
  }
  const allowed = wild('access-control-allow-headers');
  const wanted = credentials ? headers : headers.filter(isAuthorization);
  const granted = credentials ? wild('access-control-allow-methods') : undefined;
  return [
    ...(allowed ? wanted.filter((name) => !allowed.includes(name.toLowerCase())) : []),
    ...(granted ? methods.filter((name) => needsGrant(name) && !granted.includes(name.toLowerCase())) : []),
  ];
}

function asksAuthorization({ policy }: CheckContext): boolean {
  return policy.cors?.headers.some(isAuthorization) ?? false;
}

function isAuthorization(name: string): boolean {
  return name.toLowerCase() === 'authorization';
}
