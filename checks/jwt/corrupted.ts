import { corrupted as corrupt, partsOf } from '../../src/probe/forge.ts';
import { rejectionCheck } from '../../src/probe/jwt-check.ts';

/** As many characters as jwt_tool drops: always whole bytes of the signature. */
const DROPPED = 4;

export const corrupted = rejectionCheck({
  id: 'jwt/corrupted',
  cases: ['JWT-S04'],
  title: 'A token with a corrupted signature is rejected',
  severity: 'critical',
  kind: 'exploit',
  why: 'A signature that may be wrong was never verified.',
  remedy: 'Verify the whole signature, and reject the token when it does not match.',
  references: ['RFC 7515 section 5.2', 'RFC 8725 section 3.3'],
  sent: 'token with a corrupted signature',
  most: 2,
  variants: () => [
    { name: 'a bit in the middle turned over', token: async (mint) => changed(await mint.valid(), corrupt) },
    {
      name: 'truncated',
      token: async (mint) => changed(await mint.valid(), (text) => text.slice(0, -DROPPED)),
    },
  ],
});

function changed(token: string, change: (signature: string) => string): string {
  const { header, payload, signature } = partsOf(token);
  return `${header}.${payload}.${change(signature)}`;
}
