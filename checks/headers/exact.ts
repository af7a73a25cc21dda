import type { CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import { type Defect, differs, headerCheck } from '../../src/probe/headers/header-check.ts';
import { answerHeaders, headerValue } from '../../src/probe/headers.ts';

/** Judged by checks of their own. */
const ELSEWHERE = new Set(['x-content-type-options', 'strict-transport-security', 'referrer-policy']);

export const exact = headerCheck({
  id: 'headers/exact',
  cases: ['HDR-05'],
  title: 'Headers with a declared value have exactly that value',
  severity: 'medium',
  why: 'A Content-Security-Policy that was loosened by accident protects nobody, and nothing else shows it.',
  remedy: 'Send the values that policy.headers.exact declares, or declare the new ones.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/REST_Security_Cheat_Sheet.html#security-headers',
  ],
  needs: (context) =>
    names(context).length === 0 && context.policy.headers?.profile !== 'api'
      ? 'declare policy.headers.exact, e.g. content-security-policy'
      : undefined,
  defect: (exchange, context) =>
    names(context)
      .map((name) => differs(exchange, context, name))
      .find((found) => found !== undefined) ?? advice(exchange, context),
  good: 'the declared values are sent',
});

/** An API has no pages to protect; a policy that allows nothing costs it nothing either. */
function advice(exchange: Exchange, context: CheckContext): Defect | undefined {
  if (
    names(context).length > 0 ||
    headerValue(answerHeaders(exchange), 'content-security-policy') !== undefined
  )
    return undefined;
  return {
    note: true,
    message: "no value is declared; for an API, Content-Security-Policy: frame-ancestors 'none' is advised",
  };
}

function names({ policy }: CheckContext): readonly string[] {
  return Object.keys(policy.headers?.exact ?? {}).filter((name) => !ELSEWHERE.has(name.toLowerCase()));
}
