import type { CheckContext } from '../../src/model/check.ts';
import type { ReplayPolicy } from '../../src/model/policy/replay.ts';
import { type Episode, episodesBudget } from '../../src/probe/replay/episode.ts';
import { replayCheck, spent } from '../../src/probe/replay/replay.ts';
import { type Field, needsReplay, oneTime } from '../../src/probe/replay/route.ts';
import { EARLY, expiring, leadOf, timed, toleranceOf } from '../../src/probe/replay/times.ts';

/** Seconds of tolerance below which two clocks leave no room for a question. */
const LEAST = 4;
/** Seconds after `exp` at which a used token is presented again, or half of a shorter tolerance. */
const LATE = 3;

export const replayLeeway = replayCheck({
  id: 'jwt/replay-leeway',
  cases: ['RPL-07'],
  title: 'A used one-time token is still known while the clock tolerance keeps it valid',
  severity: 'high',
  kind: 'policy',
  why: 'A token is taken until exp plus the tolerance: a store that forgets it at exp accepts it once more in between.',
  remedy: 'Keep each jti until exp plus the tolerance that the verifier allows.',
  references: ['RFC 7519 section 4.1.4', 'RFC 7519 section 4.1.7'],
  wording: spent('a used token, after exp and within the tolerance,'),
  rules,
  most: () => episodesBudget([2, 2]),
  waits: (context) => Math.max(0, ...rules(context).map((rule) => (EARLY + late(context, rule) + 2) * 1000)),
  needs: (context) =>
    needsReplay(context) ??
    (rules(context).length === 0
      ? `declare a tolerance of ${LEAST} to 60 s, in policy.replay or policy.jwt`
      : undefined),
  episodes: async (field) => {
    const lead = await leadOf(field.probe);
    const seconds = late(field.context, field.rule);
    return [usedAfterExpiry(field, lead, seconds), usedBeforeExpiry(field, lead, seconds)];
  },
});

function rules(context: CheckContext): readonly ReplayPolicy[] {
  return timed(context, oneTime(context.policy), LEAST);
}

function late(context: CheckContext, rule: ReplayPolicy): number {
  return Math.min(LATE, toleranceOf(context, rule) / 2);
}

/** Whether the tolerance lets such a token in at all is the question of another check. */
function usedAfterExpiry({ probe }: Field, lead: number, seconds: number): Episode {
  return {
    name: 'first used after exp',
    row: 'RPL-07',
    refusable: true,
    steps: async (mint) => {
      const now = Math.floor((probe.now() + lead) / 1000);
      const token = await mint.sign(expiring(mint, now - Math.floor(seconds), now));
      return [
        { token, wants: 'accepted' },
        { token, wants: 'rejected', asks: true },
      ];
    },
  };
}

function usedBeforeExpiry({ probe }: Field, lead: number, seconds: number): Episode {
  return {
    name: 'first used before exp',
    row: 'RPL-07',
    steps: async (mint) => {
      const now = Math.floor((probe.now() + lead) / 1000);
      const exp = now + EARLY;
      const token = await mint.sign(expiring(mint, exp, now));
      return [
        { token, wants: 'accepted' },
        { token, wants: 'rejected', asks: true, at: (exp + seconds) * 1000 - lead },
      ];
    },
  };
}
