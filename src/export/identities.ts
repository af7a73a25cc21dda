import { sizeOf } from '../identities/jwt.ts';
import { numberOf, shareOf, usesOf } from '../model/dealing.ts';
import type { Identities, IdentityPool, Use } from '../model/identity.ts';
import type { LoadedPlan } from '../plan/load.ts';

/** The identities of a plan by number alone: nobody is asked for a token, and none is made. */
export function namedIdentities({
  plan,
  identityCounts,
}: Pick<LoadedPlan, 'plan' | 'identityCounts'>): Identities {
  return {
    size: (pool, use) => countOf(plan.identities[pool]!, use, identityCounts[pool]),
    async credential(pool, use, index) {
      const settings = plan.identities[pool]!;
      const uses = 'use' in settings ? usesOf(settings.use) : [use];
      const subject =
        settings.kind === 'anonymous' ? 'anonymous' : `${pool}-${numberOf(uses, use, index) + 1}`;
      return { pool, class: settings.class, subject, token: '', headers: [] };
    },
    ready: () => undefined,
  };
}

function countOf(settings: IdentityPool, use: Use, auto = Number.POSITIVE_INFINITY): number {
  if (settings.kind === 'anonymous') return Number.POSITIVE_INFINITY;
  if (settings.kind === 'jwt')
    return sizeOf(settings.subject, settings.count === 'auto' ? auto : settings.count, use);
  const total = settings.kind === 'static' ? settings.tokens.length : settings.count;
  return shareOf(usesOf(settings.use), use, total);
}
