import type { CheckContext } from '../../src/model/check.ts';
import type { ReplayPolicy } from '../../src/model/policy/replay.ts';
import { episodesBudget } from '../../src/probe/replay/episode.ts';
import { replayCheck, spent } from '../../src/probe/replay/replay.ts';
import { needsReplay, oneTime } from '../../src/probe/replay/route.ts';
import { EARLY, expiring, leadOf, timed, toleranceOf } from '../../src/probe/replay/times.ts';

/** Seconds beyond exp and tolerance, so that no rounding of clocks keeps the token valid. */
const BEYOND = 4;

export const replayExpired = replayCheck({
  id: 'jwt/replay-expired',
  cases: ['RPL-08'],
  title: 'A used one-time token is rejected after it has expired',
  severity: 'critical',
  kind: 'policy',
  profile: 'deep',
  why: 'The store may forget a token once it has expired; a service that then does not look at exp again accepts it for ever.',
  remedy:
    'Verify exp for every request, also of tokens that were found good before, and keep each jti until exp plus the tolerance.',
  references: ['RFC 7519 section 4.1.4', 'RFC 7519 section 4.1.7'],
  wording: spent('a used token, after exp and the tolerance,'),
  rules,
  most: () => episodesBudget([2]),
  waits: (context) =>
    Math.max(0, ...rules(context).map((rule) => (EARLY + toleranceOf(context, rule) + BEYOND + 1) * 1000)),
  needs: (context) =>
    needsReplay(context) ??
    (rules(context).length === 0 ? 'the declared tolerance is too long to wait for' : undefined),
  episodes: async ({ probe, context, rule }) => {
    const lead = await leadOf(probe);
    return [
      {
        name: 'after expiry',
        row: 'RPL-08',
        steps: async (mint) => {
          const now = Math.floor((probe.now() + lead) / 1000);
          const exp = now + EARLY;
          const token = await mint.sign(expiring(mint, exp, now));
          const later = exp + toleranceOf(context, rule) + BEYOND;
          return [
            { token, wants: 'accepted' },
            { token, wants: 'rejected', asks: true, at: later * 1000 - lead },
          ];
        },
      },
    ];
  },
});

function rules(context: CheckContext): readonly ReplayPolicy[] {
  return timed(context, oneTime(context.policy), 0);
}
