import { JWT_CLAIMS } from '../../src/model/policy/jwt.ts';
import { rejectionCheck } from '../../src/probe/jwt-check.ts';

export const requiredClaims = rejectionCheck({
  id: 'jwt/required-claims',
  cases: ['JWT-C07'],
  title: 'A token without a required claim is rejected',
  severity: 'medium',
  kind: 'policy',
  why: 'Rules about expiry, replay and audit only bind tokens that carry the claims for them.',
  remedy: 'Require the declared claims to be present before looking at their values.',
  references: ['RFC 7519 section 4.1', 'RFC 9068 section 2.2'],
  sent: 'token without a required claim',
  most: JWT_CLAIMS.length,
  needs: ({ policy }) =>
    policy.jwt?.required.length === 0 ? 'declare policy.jwt.required, such as [exp, jti]' : undefined,
  variants: ({ policy }) =>
    (policy.jwt?.required ?? []).map((claim) => ({
      name: `no ${claim}`,
      token: (mint) => mint.sign({ ...mint.claims(), [claim]: undefined }),
    })),
});
