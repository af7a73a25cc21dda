import type { Check, CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { quote } from '../../src/model/text.ts';
import { needsOrigins } from '../../src/probe/cors/endpoint.ts';
import { combined, maxAgeOf } from '../../src/probe/cors/protocol.ts';
import { judgeEach, PAGES } from '../../src/probe/cors/survey.ts';
import { answerHeaders } from '../../src/probe/headers.ts';
import { inRole, pass, type Wrong } from '../../src/probe/judgement.ts';

/** No browser keeps a preflight for longer than a day. */
const DAY = 86_400;

export const maxAge: Check = {
  ...PAGES,
  id: 'cors/max-age',
  cases: ['CORS-P15'],
  title: 'Access-Control-Max-Age is a number of seconds within what is declared',
  severity: 'low',
  kind: 'policy',
  why: 'A value that is no number counts as 5 seconds; a long one keeps a grant alive after it was taken back.',
  remedy: 'Send whole seconds, no more than policy.cors.maxAge.',
  references: ['https://fetch.spec.whatwg.org/#http-access-control-max-age'],
  needs: needsOrigins,
  judge,
};

function judge(exchanges: readonly Exchange[], { policy }: CheckContext): Judgement {
  const preflights = inRole(exchanges, 'preflight');
  return judgeEach(
    preflights,
    (exchange) => wrongOf(exchange, policy.cors?.maxAge),
    () => {
      const most = Math.max(...preflights.map((each) => maxAgeOf(answerHeaders(each)) ?? 0));
      return pass(
        most > DAY ? `${most} seconds, of which browsers take a day at most` : 'seconds as declared',
      );
    },
  );
}

/** `-1` is a widespread way of asking for no caching. */
function wrongOf(exchange: Exchange, most = Number.POSITIVE_INFINITY): Wrong[] {
  const value = combined(answerHeaders(exchange), 'access-control-max-age');
  if (value === undefined || value === '' || value === '-1') return [];
  const seconds = maxAgeOf(answerHeaders(exchange));
  if (seconds === undefined)
    return [{ exchange, message: `Access-Control-Max-Age ${quote(value)} is no number of seconds` }];
  if (seconds <= most) return [];
  return [{ exchange, message: `Access-Control-Max-Age is ${seconds}, and at most ${most} is declared` }];
}
