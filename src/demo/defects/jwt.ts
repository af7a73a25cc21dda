import type { DefectsByPlan } from './row.ts';

export const JWT_DEFECTS = {
  scholarship: [
    { id: 'jwt-not-required', title: 'A request without a token is let in', primary: 'jwt/no-token' },
    { id: 'jwt-alg-none', title: 'Unsigned tokens (alg none) are accepted', primary: 'jwt/alg-none' },
    {
      id: 'jwt-signature-optional',
      title: 'Tokens whose signature was cut off are accepted',
      primary: 'jwt/stripped',
    },
    {
      id: 'jwt-signature-prefix',
      title: 'Only the first eight bytes of a signature are compared',
      primary: 'jwt/corrupted',
    },
    {
      id: 'jwt-signature-unchecked',
      title: 'Any signature of the right length is accepted',
      primary: 'jwt/tampered',
      implied: ['jwt/corrupted'],
    },
    {
      id: 'jwt-expired-accepted',
      title: 'Expired tokens are accepted',
      primary: 'jwt/expired',
      implied: ['jwt/skew-outside'],
    },
    {
      id: 'jwt-nbf-unchecked',
      title: 'Tokens that are not valid yet are accepted',
      primary: 'jwt/not-yet-valid',
      implied: ['jwt/skew-outside'],
    },
    { id: 'jwt-issuer-unchecked', title: 'Tokens of any issuer are accepted', primary: 'jwt/issuer' },
    { id: 'jwt-audience-unchecked', title: 'Tokens for any audience are accepted', primary: 'jwt/audience' },
    {
      id: 'jwt-jti-not-required',
      title: 'Tokens without a jti are accepted',
      primary: 'jwt/required-claims',
    },
    {
      id: 'jwt-lifetime-uncapped',
      title: 'Tokens may live longer than 1800 s',
      primary: 'jwt/lifetime',
    },
    { id: 'jwt-no-tolerance', title: 'No clock skew is tolerated', primary: 'jwt/skew-inside' },
    {
      id: 'jwt-tolerance-too-wide',
      title: '30 s of clock skew are tolerated rather than 10',
      primary: 'jwt/skew-outside',
    },
  ],
  portal: [
    {
      id: 'jwt-algorithm-confusion',
      title: 'The public key is taken for an HMAC secret',
      primary: 'jwt/algorithm-confusion',
    },
  ],
} as const satisfies DefectsByPlan;
