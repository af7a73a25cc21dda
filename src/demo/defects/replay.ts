import type { DefectsByPlan } from './row.ts';

/** Checks in which a used token comes again as it was. */
const AGAIN = [
  'jwt/replay-concurrent',
  'jwt/replay-elsewhere',
  'jwt/replay-expired',
  'jwt/replay-jti-shape',
  'jwt/replay-leeway',
] as const;

export const REPLAY_DEFECTS = {
  scholarship: [
    {
      id: 'replay-accepted',
      title: 'A one-time token may be used again',
      primary: 'jwt/replay',
      case: 'RPL-01',
      implied: ['jwt/replay-same-jti', 'jwt/replay-malleable', ...AGAIN],
    },
    {
      id: 'replay-by-connection',
      title: 'Used tokens are remembered by each connection for itself',
      primary: 'jwt/replay',
      case: 'RPL-06',
      // Which connection a use comes on is chance where it has none of its own.
      implied: ['jwt/replay-same-jti', 'jwt/replay-malleable', ...AGAIN],
    },
    {
      id: 'replay-by-endpoint',
      title: 'Used tokens are remembered by each endpoint for itself',
      primary: 'jwt/replay-elsewhere',
    },
    {
      id: 'replay-by-token-text',
      title: 'Used tokens are remembered by their text rather than their jti',
      primary: 'jwt/replay-same-jti',
      implied: ['jwt/replay-malleable'],
    },
    {
      id: 'replay-by-signature',
      title: 'Used tokens are remembered by the text of their signature',
      primary: 'jwt/replay-malleable',
      // Another token has another signature.
      implied: ['jwt/replay-same-jti'],
    },
    {
      id: 'replay-race',
      title: 'The jti is looked up first and noted later',
      primary: 'jwt/replay-concurrent',
    },
    {
      id: 'replay-leeway-forgotten',
      title: 'Used tokens are forgotten at exp, while the tolerance still lets them in',
      primary: 'jwt/replay-leeway',
    },
    {
      id: 'replay-verified-for-ever',
      title: 'A token that was found good once is never verified again',
      primary: 'jwt/replay-expired',
    },
    {
      id: 'replay-before-signature',
      title: 'A jti is noted before the signature is verified',
      primary: 'jwt/replay-poisoning',
    },
    {
      id: 'replay-case-folded',
      title: 'The case of a jti is ignored',
      primary: 'jwt/replay-distinct',
      case: 'RPL-10',
    },
    {
      id: 'replay-issuer-ignored',
      title: 'Used tokens are remembered by their jti alone, whoever issued them',
      primary: 'jwt/replay-distinct',
      case: 'RPL-11',
    },
    {
      id: 'replay-empty-jti',
      title: 'Tokens with an empty jti are not remembered',
      primary: 'jwt/replay-jti-shape',
    },
    {
      id: 'replay-reusable-rejected',
      title: 'An access token is good for one request to the recommendations only',
      primary: 'jwt/replay-reusable',
    },
  ],
} as const satisfies DefectsByPlan;
