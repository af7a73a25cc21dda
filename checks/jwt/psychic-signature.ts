import { tokenCheck } from '../../src/probe/tokens/check.ts';
import { PSYCHIC } from '../../src/probe/tokens/sections/ecdsa.ts';

export const psychicSignature = tokenCheck({
  id: 'jwt/psychic-signature',
  cases: ['JWT-S15'],
  title: 'A signature of ECDSA that is no pair of numbers of the curve is rejected',
  severity: 'critical',
  kind: 'exploit',
  why: 'A verifier that computes with r or s of zero accepts that signature for every token.',
  remedy: 'Update the cryptographic library: r and s must be from 1 to n - 1.',
  references: ['CVE-2022-21449', 'FIPS 186-5 section 6.4.2'],
  section: PSYCHIC,
  sent: 'token with an impossible signature',
});
