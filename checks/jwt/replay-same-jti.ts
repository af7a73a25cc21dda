import { episodesBudget } from '../../src/probe/replay/episode.ts';
import { replayCheck, spent } from '../../src/probe/replay/replay.ts';

export const replaySameJti = replayCheck({
  id: 'jwt/replay-same-jti',
  cases: ['RPL-03'],
  title: 'A new token with a jti that was used already is rejected',
  severity: 'high',
  kind: 'policy',
  why: 'A store that remembers the text of tokens rather than their jti lets the same deed through in a new token.',
  remedy: 'Key the replay store by issuer and jti, not by the token.',
  references: ['RFC 7519 section 4.1.7'],
  wording: spent('a new token with the jti of a used one'),
  most: () => episodesBudget([2]),
  episodes: () => [
    {
      name: 'other times, same jti',
      row: 'RPL-03',
      steps: async (mint) => {
        const claims = mint.claims();
        const later = { iat: Number(claims['iat']) + 1, exp: Number(claims['exp']) - 1 };
        return [
          { token: await mint.sign(claims), wants: 'accepted' },
          { token: await mint.sign({ ...claims, ...later }), wants: 'rejected', asks: true },
        ];
      },
    },
  ],
});
