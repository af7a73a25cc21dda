import type { CheckContext } from '../../src/model/check.ts';
import type { ReplayPolicy } from '../../src/model/policy/replay.ts';
import { type Episode, episodesBudget } from '../../src/probe/replay/episode.ts';
import { replayCheck, spent } from '../../src/probe/replay/replay.ts';
import { CONTROL, control, needsReplay } from '../../src/probe/replay/route.ts';

export const replayElsewhere = replayCheck({
  id: 'jwt/replay-elsewhere',
  cases: ['RPL-02'],
  title: 'A one-time token that was used at one endpoint is rejected at the others',
  severity: 'medium',
  kind: 'policy',
  why: 'Where each endpoint remembers for itself, a recorded token is good for one more deed at each of the others.',
  remedy: 'Let all endpoints that take the same tokens share one replay store.',
  references: ['RFC 7519 section 4.1.7', 'RFC 9449 section 11.1'],
  wording: spent('a one-time token that was used at another endpoint'),
  rules: shared,
  most: (context, { elsewhere }) =>
    elsewhere.length * CONTROL + episodesBudget(Array<number>(elsewhere.length * ways(context)).fill(2)),
  needs: (context) =>
    needsReplay(context) ??
    (shared(context).length === 0
      ? 'declare "scope: global" and the other endpoints under "elsewhere" in policy.replay'
      : undefined),
  baselines: async (field) =>
    (await Promise.all(field.rule.elsewhere.map((name) => control(field, name)))).flat(),
  episodes: ({ rule: { endpoint, elsewhere }, context }) =>
    elsewhere.flatMap((other) =>
      [visiting(endpoint, other), visiting(other, endpoint)].slice(0, ways(context)),
    ),
});

function shared({ policy }: CheckContext): ReplayPolicy[] {
  return policy.replay.filter((rule) => rule.replay === 'one-time' && rule.elsewhere.length > 0);
}

/** There, and in the deep profile back again too. */
function ways({ profile }: CheckContext): number {
  return profile === 'deep' ? 2 : 1;
}

function visiting(first: string, second: string): Episode {
  return {
    name: `${first} then ${second}`,
    row: 'RPL-02',
    steps: async (mint) => {
      const token = await mint.valid();
      return [
        { token, wants: 'accepted', endpoint: first },
        { token, wants: 'rejected', asks: true, endpoint: second },
      ];
    },
  };
}
