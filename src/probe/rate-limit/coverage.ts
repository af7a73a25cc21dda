import type { Endpoint } from '../../model/endpoint.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { LimitPolicy } from '../../model/policy/limits.ts';
import type { LimitCoverage } from '../../model/report.ts';
import { admissionOf } from './actor.ts';

export interface Covered {
  readonly limits: readonly LimitPolicy[];
  readonly endpoints: Readonly<Record<string, Endpoint>>;
  /** Rate class of the callers of an identity pool; of anonymous ones where there is none. */
  readonly classOf: (pool: string | undefined) => string;
}

/** Which limit was tried at which endpoint by which class of callers, and how often they were served or rejected. */
export function coverageOf(
  exchanges: readonly Exchange[],
  { limits, endpoints, classOf }: Covered,
): LimitCoverage[] {
  return limits.flatMap((limit): LimitCoverage[] => {
    const endpoint = endpoints[limit.endpoint];
    const own = exchanges.filter(({ facts }) => facts?.['limit'] === limit.name);
    const described = {
      limit: limit.name,
      endpoint: limit.endpoint,
      scope: limit.scope,
      quota: limit.quota,
      windowMs: limit.window,
    };
    if (own.length === 0 || !endpoint)
      return [{ ...described, class: classOf(limit.identity), tried: 'no', ...NONE }];
    const byClass = Map.groupBy(own, ({ facts }) => String(facts?.['class']));
    return [...byClass].map(([name, sent]) => {
      const counts = sum(unitsOf(sent).map((unit) => countsOf(unit, limit, endpoint)));
      const tried = counts.rejected > 0 ? 'used up' : 'within';
      return { ...described, class: name, tried, ...counts };
    });
  });
}

type Counts = Pick<LimitCoverage, 'admitted' | 'rejected' | 'other'>;

const NONE: Counts = { admitted: 0, rejected: 0, other: 0 };

/** Bursts, of which not every exchange is kept, and single exchanges. */
function unitsOf(exchanges: readonly Exchange[]): Exchange[][] {
  const units = Map.groupBy(exchanges, ({ id, check, role, facts }) =>
    role === 'burst' ? `${check} ${facts?.['stage']} ${facts?.['round']} ${facts?.['attempt']}` : id,
  );
  return [...units.values()];
}

/** The last exchange of a burst knows how many were served before it; others say how many went before. */
function countsOf(unit: readonly Exchange[], limit: LimitPolicy, endpoint: Endpoint): Counts {
  const last = unit.at(-1)!;
  const admission = admissionOf(last, limit, endpoint);
  const before = Number(last.facts?.['before'] ?? 0);
  const burst = last.role === 'burst';
  return {
    admitted: burst ? Number(last.facts?.['admitted']) : before + (admission === 'admitted' ? 1 : 0),
    rejected: admission === 'rejected' ? 1 : 0,
    other: admission === 'odd' ? 1 : 0,
  };
}

function sum(all: readonly Counts[]): Counts {
  return all.reduce(
    (total, each) => ({
      admitted: total.admitted + each.admitted,
      rejected: total.rejected + each.rejected,
      other: total.other + each.other,
    }),
    NONE,
  );
}
