import { randomUUID } from 'node:crypto';
import { type Episode, episodesBudget, type Step } from '../../src/probe/replay/episode.ts';
import { replayCheck } from '../../src/probe/replay/replay.ts';
import { createMint, type Mint } from '../../src/probe/tokens/mint.ts';

export const replayDistinct = replayCheck({
  id: 'jwt/replay-distinct',
  cases: ['RPL-10', 'RPL-11'],
  title: 'Tokens whose jti differ in case alone, or whose issuers differ, are told apart',
  severity: 'low',
  kind: 'policy',
  why: 'A jti is a case-sensitive string, and each issuer gives its own: a store that mixes them up turns honest clients away.',
  remedy: 'Key the replay store by issuer and jti, compared byte for byte.',
  references: ['RFC 7519 section 4.1.7'],
  wording: { sent: 'a token that was not used', wanted: 'accepted' },
  most: (_, { otherIssuer }) => episodesBudget(otherIssuer === undefined ? [2] : [2, 3], { honest: true }),
  episodes: async (field) => {
    const { otherIssuer } = field.rule;
    if (otherIssuer === undefined) return [otherCase()];
    return [otherCase(), ofOtherIssuer(await createMint(field.probe, otherIssuer))];
  },
});

/** No UUID, whose case says nothing: a service that takes UUIDs alone refuses this one, and there is nothing to ask. */
function otherCase(): Episode {
  return {
    name: 'jti in capitals',
    row: 'RPL-10',
    refusable: true,
    steps: async (mint) => {
      const jti = `gate-${randomUUID().replaceAll('-', '').slice(0, 20)}z`;
      const step = async (id: string): Promise<Pick<Step, 'token' | 'wants'>> => ({
        token: await mint.sign({ ...mint.claims(), jti: id }),
        wants: 'accepted',
      });
      return [await step(jti), { ...(await step(jti.toUpperCase())), asks: true }];
    },
  };
}

function ofOtherIssuer(other: Mint): Episode {
  return {
    name: 'same jti of another issuer',
    row: 'RPL-11',
    steps: async (mint) => {
      const claims = mint.claims();
      const { pool } = other;
      return [
        { token: await other.valid(), wants: 'accepted', pool },
        { token: await mint.sign(claims), wants: 'accepted' },
        {
          token: await other.sign({ ...other.claims(), jti: claims['jti'] }),
          wants: 'accepted',
          asks: true,
          pool,
        },
      ];
    },
  };
}
