import { episodesBudget } from '../../src/probe/replay/episode.ts';
import { replayCheck } from '../../src/probe/replay/replay.ts';
import { corrupted, partsOf } from '../../src/probe/tokens/forge.ts';

export const replayPoisoning = replayCheck({
  id: 'jwt/replay-poisoning',
  cases: ['RPL-09'],
  title: 'A forged token does not use up the jti of a genuine one',
  severity: 'high',
  kind: 'exploit',
  why: 'A store that notes the jti before the signature is verified lets anybody who knows or guesses a jti shut out its owner.',
  remedy: 'Look at the replay store last, after signature and claims have been found good.',
  references: ['RFC 7519 section 4.1.7', 'CWE-696'],
  wording: { sent: 'a genuine token whose jti a forged one had named', wanted: 'accepted' },
  most: () => episodesBudget([2], { honest: true }),
  episodes: () => [
    {
      name: 'bad signature first',
      row: 'RPL-09',
      steps: async (mint) => {
        const genuine = await mint.valid();
        const { header, payload, signature } = partsOf(genuine);
        const forged = `${header}.${payload}.${corrupted(signature)}`;
        return [
          { token: forged, wants: 'rejected' },
          { token: genuine, wants: 'accepted', asks: true },
        ];
      },
    },
  ],
});
