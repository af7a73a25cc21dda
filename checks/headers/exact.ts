import type { Check, CheckContext } from '../../src/model/check.ts';
import { differs, headerCheck } from '../../src/probe/header-check.ts';

/** Judged by checks of their own. */
const ELSEWHERE = new Set(['x-content-type-options', 'strict-transport-security', 'referrer-policy']);

export const exact: Check = headerCheck({
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
    names(context).length === 0 ? 'declare policy.headers.exact, e.g. content-security-policy' : undefined,
  defect: (exchange, context) =>
    names(context)
      .map((name) => differs(exchange, context, name))
      .find((found) => found !== undefined),
  good: 'the declared values are sent',
});

function names({ policy }: CheckContext): readonly string[] {
  return Object.keys(policy.headers?.exact ?? {}).filter((name) => !ELSEWHERE.has(name.toLowerCase()));
}
