import { tokenCheck } from '../../src/probe/tokens/check.ts';
import { STRIPPED } from '../../src/probe/tokens/sections/unsigned.ts';

/** The signature of these was there and right: lax parsing, but no way in. */
const SURPLUS: ReadonlySet<string> = new Set(['four segments', 'five segments']);

export const stripped = tokenCheck({
  id: 'jwt/stripped',
  cases: ['JWT-S03'],
  title: 'A token whose signature or another segment is missing is rejected',
  severity: 'critical',
  kind: 'exploit',
  why: 'A verifier that takes a missing signature for a valid one lets anyone write their own token.',
  remedy: 'Accept exactly three segments, and verify the signature of every token.',
  references: ['RFC 7515 section 5.2', 'RFC 8725 section 3.2'],
  section: STRIPPED,
  sent: 'token with segments taken away or added',
  severityOf: (accepted) => (accepted.every((name) => SURPLUS.has(name)) ? 'medium' : undefined),
});
