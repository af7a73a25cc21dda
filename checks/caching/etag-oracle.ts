import type { Check, CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { CACHE_USERS, partOf, type Resource, resourcesOf } from '../../src/probe/caching/users.ts';
import { combine, type Part } from '../../src/probe/combine.ts';
import { answered, fail, inconclusive, outcomeOf, pass } from '../../src/probe/judgement.ts';

export const etagOracle: Check = {
  ...CACHE_USERS,
  id: 'caching/etag-oracle',
  cases: ['CACHE-03'],
  title: 'An ETag opens nothing to those who may not read',
  severity: 'medium',
  kind: 'exploit',
  why: 'A 304 before the permission is looked at tells a stranger that a thing exists, and whether it has changed.',
  remedy: 'Look at permissions first, and at If-None-Match after that.',
  references: ['https://www.rfc-editor.org/rfc/rfc9110#section-13.2.1'],
  needs: (context) =>
    resourcesOf(context).length === 0
      ? 'declare policy.tenancy.resources: a path, its owner, an intruder, and text that only the owner may see'
      : undefined,
  judge,
};

function judge(exchanges: readonly Exchange[], context: CheckContext): Judgement {
  return combine(resourcesOf(context).map((resource) => ofResource(resource, exchanges)));
}

function ofResource({ name, intruder }: Resource, exchanges: readonly Exchange[]): Part {
  const [owned, after, validator] = ['owner', 'after', 'validator'].map((part) =>
    partOf(exchanges, part, name),
  );
  const seen = [owned, after, validator].filter((exchange) => exchange !== undefined);
  const told = (judgement: Judgement): Part => ({ name, judgement });
  if (owned?.response?.status !== 200)
    return told(inconclusive(`the owner's request ${outcomeOf(owned)}`, seen));
  if (validator === undefined) return told(pass('the answer has no ETag', seen));
  if (!answered(after) || !answered(validator))
    return told(
      inconclusive(`the request of ${intruder} ${outcomeOf(answered(after) ? validator : after)}`, seen),
    );
  const status = after.response!.status;
  if (status < 400) return told(inconclusive(`${intruder} is answered ${status} in any case`, seen));
  if (validator.response!.status === 304)
    return told(
      fail(`${intruder} is answered 304 for the owner's ETag, and ${status} without it`, [after, validator]),
    );
  return told(pass(`${intruder} is answered ${validator.response!.status} for the owner's ETag`, seen));
}
