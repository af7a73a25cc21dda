import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { isSilent, readAnswer } from '../../src/probe/tokens/answer.ts';
import { tokenCheck } from '../../src/probe/tokens/check.ts';
import { exchangesOf } from '../../src/probe/tokens/judge.ts';
import { baselinesOf, judgeControls, open } from '../../src/probe/tokens/jwt-judge.ts';
import { NO_TOKEN } from '../../src/probe/tokens/sections/unsigned.ts';

export const noToken = tokenCheck({
  id: 'jwt/no-token',
  cases: ['JWT-S01'],
  title: 'A request without a token, or with garbage instead of one, is rejected',
  severity: 'critical',
  kind: 'exploit',
  profile: 'quick',
  why: 'An endpoint that answers without a token is not protected at all.',
  remedy: 'Require a verified token before the handler runs, and answer 401 with WWW-Authenticate otherwise.',
  references: ['RFC 6750 section 3', 'WSTG-SESS-10'],
  section: NO_TOKEN,
  sent: 'request without a token',
  judge: (exchanges) => judge(exchangesOf(NO_TOKEN.id, exchanges), exchanges),
});

/** The baselines of the other checks are the question here, so only the valid token is taken for granted. */
function judge(around: readonly Exchange[], all: readonly Exchange[]): Judgement {
  const valid = baselinesOf(all).valid[0];
  const shown = around.some(({ role }) => role === 'valid') ? around : all;
  const baselines = baselinesOf(shown);
  const tried = shown.filter((exchange) => exchange.role !== 'valid');
  const accepted = tried.filter((exchange) => readAnswer(exchange, baselines) === 'accepted');
  if (valid && accepted.length > 0)
    return {
      outcome: 'fail',
      message: `accepted like a valid token: ${[...new Set(accepted.map(nameOf))].join(', ')}`,
      exchanges: [valid.id, ...accepted.map(({ id }) => id)],
    };
  const broken = judgeControls(shown);
  if (broken) return broken;
  const unclear = [...lastByRole(tried).values()].find(
    (exchange) => readAnswer(exchange, baselines) === 'unclear',
  );
  if (unclear) return open(`${nameOf(unclear)}: ${describe(unclear)} neither accepts nor rejects`, unclear);
  return { outcome: 'pass', message: 'no token and every garbage token were rejected', exchanges: [] };
}

function lastByRole(exchanges: readonly Exchange[]): Map<string, Exchange> {
  return new Map(exchanges.map((exchange) => [exchange.role, exchange]));
}

function nameOf(exchange: Exchange): string {
  return exchange.role === 'none' ? 'no token' : String(exchange.facts?.['variant']);
}

function describe(exchange: Exchange): string {
  return isSilent(exchange) && !exchange.response ? 'no answer' : `status ${exchange.response?.status}`;
}
