import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { tokenCheck } from '../../src/probe/tokens/check.ts';
import { WEAK_SECRET } from '../../src/probe/tokens/sections/weak-secret.ts';

export const weakSecret = tokenCheck({
  id: 'jwt/weak-secret',
  cases: ['JWT-S08'],
  title: 'Tokens are not signed by a blank or common secret',
  severity: 'critical',
  kind: 'exploit',
  why: 'A secret that stands in every guessing list signs tokens for everybody who has the list.',
  remedy: 'Use a random secret as long as the hash at least, and refuse to start without one.',
  references: ['RFC 7518 section 3.2', 'RFC 8725 section 3.5', 'CWE-521'],
  section: WEAK_SECRET,
  sent: 'token signed by a blank secret',
  judge: judgeSample,
});

/** The sample was tried against the list while observing; that needs no answer of the target. */
function judgeSample(exchanges: readonly Exchange[]): Judgement | undefined {
  const [first] = exchanges;
  if (first?.facts?.['common'] !== true) return undefined;
  return {
    outcome: 'fail',
    message: `the secret that signs the tokens (${first.facts['algorithm']}) stands in a list of common ones`,
    exchanges: [first.id],
  };
}
