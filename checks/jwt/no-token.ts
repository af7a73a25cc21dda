import type { Check } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { isSilent, readAnswer } from '../../src/probe/jwt-answer.ts';
import { needsJwt } from '../../src/probe/jwt-check.ts';
import { baselinesOf, judgeControls, open } from '../../src/probe/jwt-judge.ts';
import { jwtTrial, observeVariants, type Variant, variantBudget } from '../../src/probe/jwt-observe.ts';

/** Texts that careless clients send, and careless servers let in. */
const VARIANTS: readonly Variant[] = ['null', 'undefined', 'true', '{}', '..'].map((text) => ({
  name: text,
  token: () => text,
}));

export const noToken: Check = {
  id: 'jwt/no-token',
  cases: ['JWT-S01'],
  title: 'A request without a token, or with garbage instead of one, is rejected',
  severity: 'critical',
  kind: 'exploit',
  active: true,
  exhausting: false,
  why: 'An endpoint that answers without a token is not protected at all.',
  remedy: 'Require a verified token before the handler runs, and answer 401 with WWW-Authenticate otherwise.',
  references: ['RFC 6750 section 3', 'WSTG-SESS-10'],
  budget: () => variantBudget(VARIANTS.length),
  needs: needsJwt,
  observe: async (probe, context) => observeVariants(probe, await jwtTrial(probe, context), VARIANTS),
  judge,
};

/** The baselines of the other checks are the question here, so only the valid token is taken for granted. */
function judge(exchanges: readonly Exchange[]): Judgement {
  const baselines = baselinesOf(exchanges);
  const tried = exchanges.filter((exchange) => exchange.role !== 'valid');
  const accepted = tried.filter((exchange) => readAnswer(exchange, baselines) === 'accepted');
  const [valid] = baselines.valid;
  if (valid && accepted.length > 0)
    return {
      outcome: 'fail',
      message: `accepted like a valid token: ${[...new Set(accepted.map(nameOf))].join(', ')}`,
      exchanges: [valid.id, ...accepted.map(({ id }) => id)],
    };
  const broken = judgeControls(exchanges);
  if (broken) return broken;
  const unclear = [...lastByRole(tried).values()].find(
    (exchange) => readAnswer(exchange, baselines) === 'unclear',
  );
  if (unclear) return open(`${nameOf(unclear)}: ${describe(unclear)} neither accepts nor rejects`, unclear);
  return { outcome: 'pass', message: 'no token and every garbage token were rejected' };
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
