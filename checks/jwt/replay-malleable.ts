import { COPYINGS, type Copying } from '../../src/probe/replay/copies.ts';
import { type Episode, episodesBudget } from '../../src/probe/replay/episode.ts';
import { replayCheck, spent } from '../../src/probe/replay/replay.ts';
import type { Mint } from '../../src/probe/tokens/mint.ts';

export const replayMalleable = replayCheck({
  id: 'jwt/replay-malleable',
  cases: ['RPL-04'],
  title: 'A used one-time token is rejected however its signature is written',
  severity: 'high',
  kind: 'policy',
  why: 'One signature can be written in several ways, so whoever records a token can present it in another text without the key.',
  remedy: 'Key the replay store by issuer and jti, never by the token, its signature or a hash of them.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/JSON_Web_Token_for_Java_Cheat_Sheet.html',
    'RFC 4648 section 3.5',
    'CWE-347',
  ],
  wording: spent('a copy of a used one-time token'),
  most: () => episodesBudget(COPYINGS.map(() => 2)),
  episodes: async ({ trial: { mint } }) => {
    const made = await Promise.all(COPYINGS.map((copying) => copiedBy(copying, mint)));
    return COPYINGS.filter((_, index) => made[index] !== undefined).map(toEpisode);
  },
});

/** Signatures that happen to allow no other text are made anew so often. */
const TRIES = 8;

function toEpisode(copying: Copying): Episode {
  return {
    name: copying.name,
    row: 'RPL-04',
    steps: async (mint) => {
      const [token, copy] = (await copiedBy(copying, mint)) ?? ['', ''];
      return [
        { token, wants: 'accepted' },
        { token: copy, wants: 'rejected', asks: true },
      ];
    },
  };
}

/** A token and its copy; undefined where the key allows none, such as a signature that fills its characters. */
async function copiedBy({ copy }: Copying, mint: Mint): Promise<[string, string] | undefined> {
  for (let tries = 0; tries < TRIES; tries++) {
    const token = await mint.valid();
    const other = copy(token, mint.settings.algorithm);
    if (other !== undefined) return [token, other];
  }
  return undefined;
}
