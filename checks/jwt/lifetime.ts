import type { CheckContext } from '../../src/model/check.ts';
import { rejectionCheck } from '../../src/probe/jwt-check.ts';

export const lifetime = rejectionCheck({
  id: 'jwt/lifetime',
  cases: ['JWT-C10'],
  title: 'A token that lives longer than allowed is rejected',
  severity: 'medium',
  kind: 'policy',
  why: 'A lifetime that only the issuer keeps is no limit: one careless issuer makes tokens that last for years.',
  remedy: 'Reject tokens whose exp - iat is above the declared lifetime.',
  references: ['RFC 8725 section 3.10', 'OWASP JSON Web Token Cheat Sheet'],
  sent: 'token with a lifetime above the allowed one',
  most: 1,
  needs: ({ policy }) => (policy.jwt?.lifetime === undefined ? 'declare policy.jwt.lifetime' : undefined),
  variants: (context) => [
    {
      name: `${excess(context)} s too long`,
      token: (mint) => {
        const claims = mint.claims();
        const longest = (context.policy.jwt?.lifetime ?? 0) / 1000;
        const exp = Number(claims['iat']) + Math.ceil(longest) + excess(context);
        return mint.sign({ ...claims, exp });
      },
    },
  ],
});

/** A minute, beyond whatever a server adds for skew. */
function excess({ policy }: CheckContext): number {
  return 60 + Math.ceil((policy.jwt?.tolerance ?? 0) / 1000);
}
