import type { Check, CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { needsOrigins } from '../../src/probe/cors/endpoint.ts';
import { originOf } from '../../src/probe/cors/grant.ts';
import { grantOf, unexposed } from '../../src/probe/cors/protocol.ts';
import { judgeEach, PAGES } from '../../src/probe/cors/survey.ts';
import { answerHeaders, headerValue } from '../../src/probe/headers.ts';
import { answered, inconclusive, inRole, named, pass, type Wrong } from '../../src/probe/judgement.ts';

export const exposeHeaders: Check = {
  ...PAGES,
  id: 'cors/expose-headers',
  cases: ['CORS-P16'],
  title: 'Declared response headers are exposed to pages wherever they are sent',
  severity: 'low',
  kind: 'policy',
  why: 'A page cannot read a limit, or a request id for support, that the browser hides from it.',
  remedy: 'Name each of them in Access-Control-Expose-Headers; with credentials * does not do.',
  references: ['https://fetch.spec.whatwg.org/#http-access-control-expose-headers'],
  needs: (context) =>
    needsOrigins(context) ??
    (context.policy.cors?.expose.length === 0 ? 'policy.cors.expose names no response header' : undefined),
  judge,
};

function judge(exchanges: readonly Exchange[], { policy }: CheckContext): Judgement {
  const { expose, credentials } = policy.cors!;
  const simple = inRole(exchanges, 'simple').filter(isGranted);
  if (simple.length === 0) return inconclusive('no answer may be read by a page at all', exchanges);
  return judgeEach(
    simple,
    (exchange) => wrongOf(exchange, unexposed(answerHeaders(exchange), expose, credentials)),
    () => {
      const seen = simple.some(
        (each) => unexposed(answerHeaders(each), expose, credentials).length < expose.length,
      );
      const none = 'no answer had any of these headers, or exposed one';
      return seen ? pass('declared headers that were sent are exposed') : inconclusive(none, simple);
    },
  );
}

/** A name that this answer does not have may be exposed on those that do. */
function wrongOf(exchange: Exchange, hidden: readonly string[]): Wrong[] {
  const sent = hidden.filter((name) => headerValue(answerHeaders(exchange), name) !== undefined);
  return sent.length === 0
    ? []
    : [{ exchange, message: `${named(exchange)} does not expose ${sent.join(', ')}` }];
}

/** An answer that a page cannot read at all has nothing to expose. */
function isGranted(exchange: Exchange): boolean {
  return !answered(exchange) || grantOf(answerHeaders(exchange), originOf(exchange)).anonymous;
}
