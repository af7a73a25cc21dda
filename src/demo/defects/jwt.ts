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
      implied: ['jwt/corrupted', 'jwt/wrong-key', 'jwt/weak-secret', 'jwt/embedded-key', 'jwt/key-id'],
    },
    {
      id: 'jwt-blank-secret',
      title: 'A blank secret verifies as well as the right one',
      primary: 'jwt/weak-secret',
      // Whatever leads to an empty file ends up at a blank secret.
      implied: ['jwt/key-id'],
    },
    {
      id: 'jwt-any-hash',
      title: 'The secret verifies HS384 and HS512, which are not declared',
      primary: 'jwt/algorithm-allow-list',
    },
    {
      id: 'jwt-header-key',
      title: 'A key in the header of the token is trusted',
      primary: 'jwt/embedded-key',
      case: 'JWT-S10',
    },
    {
      id: 'jwt-key-address',
      title: 'The header of the token says where its key is found',
      primary: 'jwt/embedded-key',
      case: 'JWT-S11',
    },
    {
      id: 'jwt-kid-as-path',
      title: 'The key is read from the file that kid names',
      primary: 'jwt/key-id',
      case: 'JWT-S12',
    },
    {
      id: 'jwt-kid-in-query',
      title: 'The key is found by a query that kid is pasted into',
      primary: 'jwt/key-id',
      case: 'JWT-S13',
    },
    {
      id: 'jwt-kid-blank',
      title: 'Tokens with an empty kid are not verified',
      primary: 'jwt/key-id',
      case: 'JWT-S14',
    },
    {
      id: 'jwt-crit-ignored',
      title: 'Critical extensions are ignored',
      primary: 'jwt/critical-header',
      case: 'JWT-S16',
    },
    {
      id: 'jwt-crit-text-ignored',
      title: 'Critical extensions count in a list alone',
      primary: 'jwt/critical-header',
      case: 'JWT-S17',
    },
    {
      id: 'jwt-payload-as-it-is',
      title: 'The payload of a token may stand there as it is',
      primary: 'jwt/critical-header',
      case: 'JWT-S18',
    },
    { id: 'jwt-json-form', title: 'A JWS in JSON passes for a token', primary: 'jwt/serialization' },
    {
      id: 'jwt-first-member',
      title: 'The first of two members with one name counts',
      primary: 'jwt/duplicate-members',
    },
    {
      id: 'jwt-foreign-characters',
      title: 'Characters that are not base64url are skipped',
      primary: 'jwt/base64url',
    },
    {
      id: 'jwt-list-of-claims',
      title: 'A list that begins with claims is taken for claims',
      primary: 'jwt/payload-form',
    },
    {
      id: 'jwt-expired-accepted',
      title: 'Expired tokens are accepted',
      primary: 'jwt/expired',
      implied: ['jwt/skew-outside', 'jwt/duplicate-members'],
    },
    {
      id: 'jwt-nbf-unchecked',
      title: 'Tokens that are not valid yet are accepted',
      primary: 'jwt/not-yet-valid',
      implied: ['jwt/skew-outside'],
    },
    {
      id: 'jwt-issued-later',
      title: 'Tokens that were issued in the future are accepted',
      primary: 'jwt/issued-later',
    },
    {
      id: 'jwt-issuer-unchecked',
      title: 'Tokens of any issuer are accepted',
      primary: 'jwt/issuer',
      implied: ['jwt/duplicate-members'],
    },
    {
      id: 'jwt-audience-unchecked',
      title: 'Tokens for any audience are accepted',
      primary: 'jwt/audience',
      implied: ['jwt/duplicate-members'],
    },
    {
      id: 'jwt-audience-no-list',
      title: 'Tokens with a list of audiences are rejected',
      primary: 'jwt/audience-list',
    },
    {
      id: 'jwt-jti-not-required',
      title: 'Tokens without a jti are accepted',
      primary: 'jwt/required-claims',
    },
    {
      id: 'jwt-exp-any-type',
      title: 'An expiry that is no number is not looked at',
      primary: 'jwt/malformed-expiry',
    },
    {
      id: 'jwt-lifetime-uncapped',
      title: 'Tokens may live longer than 1800 s',
      primary: 'jwt/lifetime',
      case: 'JWT-C10',
    },
    {
      id: 'jwt-milliseconds',
      title: 'The lifetime of a token with an expiry in milliseconds is not looked at',
      primary: 'jwt/lifetime',
      case: 'JWT-C11',
    },
    {
      id: 'jwt-whole-seconds',
      title: 'Tokens that expire at a fraction of a second are rejected',
      primary: 'jwt/fractional-expiry',
    },
    { id: 'jwt-no-tolerance', title: 'No clock skew is tolerated', primary: 'jwt/skew-inside' },
    {
      id: 'jwt-tolerance-too-wide',
      title: '30 s of clock skew are tolerated rather than 10',
      primary: 'jwt/skew-outside',
    },
    { id: 'jwt-scheme-case', title: 'The scheme must be written "Bearer"', primary: 'jwt/scheme-case' },
    { id: 'jwt-any-scheme', title: 'Any scheme will do', primary: 'jwt/scheme-required' },
    {
      id: 'jwt-in-query',
      title: 'Tokens are found in the address, too',
      primary: 'jwt/undeclared-location',
    },
    { id: 'jwt-no-challenge', title: '401 comes without WWW-Authenticate', primary: 'jwt/challenge' },
    { id: 'jwt-reason-told', title: '401 tells a stack', primary: 'jwt/disclosure' },
    { id: 'jwt-kid-fault', title: 'A kid that is a number brings about a 500', primary: 'jwt/robustness' },
  ],
  portal: [
    {
      id: 'jwt-algorithm-confusion',
      title: 'The public key is taken for an HMAC secret',
      primary: 'jwt/algorithm-confusion',
    },
    {
      id: 'jwt-signed-by-anybody',
      title: 'Any signature of the right length is accepted for RS256',
      primary: 'jwt/wrong-key',
      implied: ['jwt/corrupted', 'jwt/tampered', 'jwt/embedded-key', 'jwt/key-id'],
    },
    {
      id: 'jwt-tenant-assumed',
      title: 'A token with a blank tenant counts as one of the first tenant',
      primary: 'jwt/tenant-claim',
    },
  ],
  relay: [
    { id: 'jwt-zero-signature', title: 'Zeros are a signature', primary: 'jwt/psychic-signature' },
    { id: 'jwt-type-unchecked', title: 'Tokens of any type are accepted', primary: 'jwt/type' },
    {
      id: 'jwt-two-locations',
      title: 'A token in the header and another in the address are accepted',
      primary: 'jwt/two-locations',
    },
  ],
} as const satisfies DefectsByPlan;
