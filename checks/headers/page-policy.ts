import type { Check, CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { quote } from '../../src/model/text.ts';
import { ANSWERS } from '../../src/probe/headers/answers.ts';
import { enforcedPolicies, weaknessOf } from '../../src/probe/headers/csp.ts';
import { needsPages, noPage, pagesOf } from '../../src/probe/headers/pages.ts';
import { failWith, named, pass, type Wrong } from '../../src/probe/judgement.ts';

export const pagePolicy: Check = {
  ...ANSWERS,
  // A quick look takes the first endpoints, and pages need not be among them.
  profile: 'standard',
  id: 'headers/page-policy',
  cases: ['HDR-04'],
  title: 'Pages have a Content-Security-Policy that keeps foreign scripts out',
  severity: 'medium',
  kind: 'policy',
  why: 'Text of a user that gets into a page as markup runs as script, unless a policy forbids it.',
  remedy:
    "Send Content-Security-Policy with script-src and object-src, without 'unsafe-inline', * and bare schemes.",
  references: [
    'https://www.w3.org/TR/CSP3/',
    'https://cheatsheetseries.owasp.org/cheatsheets/Content_Security_Policy_Cheat_Sheet.html',
  ],
  needs: needsPages,
  judge,
};

function judge(exchanges: readonly Exchange[], context: CheckContext): Judgement {
  const pages = pagesOf(exchanges, context);
  if (pages.length === 0) return noPage(exchanges, context);
  return (
    failWith(pages.flatMap(wrongOf)) ?? pass('every page has a policy without a certain weakness', pages)
  );
}

/** All policies of an answer hold together: one that is strong is enough. */
function wrongOf(exchange: Exchange): Wrong[] {
  const policies = enforcedPolicies(exchange);
  if (policies.length === 0)
    return [{ exchange, message: `${named(exchange)} has no Content-Security-Policy that is enforced` }];
  const [first, ...others] = policies.map(weaknessOf);
  if (first === undefined || others.includes(undefined)) return [];
  return [{ exchange, message: `${named(exchange)}: ${first} in ${quote(policies[0]!, 200)}` }];
}
