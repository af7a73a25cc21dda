import type { CheckContext } from '../../src/model/check.ts';
import type { ReplayPolicy } from '../../src/model/policy/replay.ts';
import { episodesBudget, type Step } from '../../src/probe/replay/episode.ts';
import { replayCheck } from '../../src/probe/replay/replay.ts';

const USES = 3;

export const replayReusable = replayCheck({
  id: 'jwt/replay-reusable',
  cases: ['RPL-16'],
  title: 'A reusable token is accepted again and again until it expires',
  severity: 'high',
  kind: 'policy',
  why: 'Clients keep an access token until it expires: where it is good for one request only, every further one fails.',
  remedy: 'Keep replay stores to the endpoints whose tokens are good for one use, and declare those.',
  references: ['RFC 7519 section 4.1.7', 'RFC 9068 section 2.2'],
  wording: { sent: 'a reusable token that was used already', wanted: 'accepted' },
  rules: reusable,
  most: () => episodesBudget([USES], { honest: true }),
  needs: (context) =>
    reusable(context).length === 0 ? 'declare policy.replay with "replay: reusable"' : undefined,
  episodes: () => [
    {
      name: `${USES} times`,
      row: 'RPL-16',
      steps: async (mint) => {
        const token = await mint.valid();
        const again: Step = { token, wants: 'accepted', asks: true };
        return [{ token, wants: 'accepted' }, ...Array.from({ length: USES - 1 }, () => again)];
      },
    },
  ],
});

function reusable({ policy }: CheckContext): ReplayPolicy[] {
  return policy.replay.filter((rule) => rule.replay === 'reusable');
}
