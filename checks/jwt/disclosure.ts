import type { CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import { fail, inconclusive, pass } from '../../src/probe/judgement.ts';
import { answerCheck } from '../../src/probe/tokens/check.ts';
import { leakOf } from '../../src/probe/tokens/leak.ts';

export const disclosure = answerCheck({
  id: 'jwt/disclosure',
  cases: ['JWT-T06'],
  title: 'The answer to a rejected token tells nothing of the inside of the service',
  severity: 'low',
  kind: 'exploit',
  why: 'A stack, a key or the values that were expected tell an attacker what to try next.',
  remedy: 'Answer rejected tokens with one short text, and log the reason instead.',
  references: ['RFC 6750 section 3.1', 'CWE-209'],
  judge,
});

function judge(exchanges: readonly Exchange[], context: CheckContext) {
  const refused = exchanges.filter(({ response }) => (response?.status ?? 0) >= 400);
  if (refused.length === 0) return inconclusive('no token was rejected');
  const leaks = refused.flatMap((exchange) => {
    const leak = leakOf(exchange, exchanges, context.policy.jwt ?? {});
    return leak === undefined ? [] : [{ exchange, leak }];
  });
  const [first] = leaks;
  if (first === undefined) return pass(`${refused.length} answers to rejected tokens tell nothing`);
  const kinds = [...new Set(leaks.map(({ leak }) => leak))].join(', ');
  return fail(
    `${leaks.length} of ${refused.length} answers to rejected tokens hold ${kinds}`,
    leaks.map(({ exchange }) => exchange),
  );
}
