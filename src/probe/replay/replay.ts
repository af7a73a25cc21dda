import type { Check, CheckContext } from '../../model/check.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { ReplayPolicy } from '../../model/policy/replay.ts';
import { type Episode, playAll } from './episode.ts';
import { judgeEpisodes, type Wording } from './judge.ts';
import { type Field, judgeRoutes, needsReplay, onEachRoute, oneTime, ROUTE } from './route.ts';

interface ReplayCheck
  extends Pick<Check, 'id' | 'cases' | 'title' | 'severity' | 'kind' | 'why' | 'remedy' | 'references'>,
    Partial<Pick<Check, 'profile' | 'needs' | 'waits'>> {
  readonly wording: Wording;
  readonly episodes: (field: Field) => readonly Episode[] | Promise<readonly Episode[]>;
  /** Requests that the episodes of one rule may take. */
  readonly most: (context: CheckContext, rule: ReplayPolicy) => number;
  /** Which of the declared rules; the one-time ones when left out. */
  readonly rules?: (context: CheckContext) => readonly ReplayPolicy[];
  /** Further baselines, e.g. of other endpoints. */
  readonly baselines?: (field: Field) => Promise<readonly Exchange[]>;
}

/** A check of what becomes of tokens that were used, or were not. */
export function replayCheck(check: ReplayCheck): Check {
  const { wording, episodes, most, rules = ({ policy }) => oneTime(policy), baselines, ...described } = check;
  return {
    needs: needsReplay,
    ...described,
    active: true,
    exhausting: false,
    budget: (context) => rules(context).reduce((sum, rule) => sum + ROUTE + most(context, rule), 0),
    observe: (probe, context) =>
      onEachRoute(probe, context, rules(context), async (field, opening) => {
        const more = (await baselines?.(field)) ?? [];
        return [...more, ...(await playAll(field, [...opening, ...more], await episodes(field)))];
      }),
    judge: (exchanges) => judgeRoutes(exchanges, (route) => judgeEpisodes(route, wording)),
  };
}

/** What is wanted of the second use of a used token. */
export function spent(sent: string): Wording {
  return { sent, wanted: 'rejected' };
}
