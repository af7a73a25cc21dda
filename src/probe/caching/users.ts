import type { Check, CheckContext, Probe } from '../../model/check.ts';
import { isSafe } from '../../model/endpoint.ts';
import { IdentityError } from '../../model/errors.ts';
import type { Exchange } from '../../model/exchange.ts';
import { Caller, needsData } from '../caller.ts';
import { answerHeaders, headerValues } from '../headers.ts';
import { patiently, RetryBudget, requestsFor } from '../patience.ts';

/** Long enough for a stored answer to have an age of a whole second, in ms. */
const AGE = 1100;
const OF_A_RESOURCE = 4;

export type Resource = NonNullable<CheckContext['policy']['tenancy']>['resources'][number];

/**
 * Two users ask for the same thing, one after the other. Of a tenant's resource: `before` (the other tenant), `owner`,
 * `after` (the other again) and `validator` (the other with the owner's ETag), each with the resource's name. Of an
 * endpoint that is declared no-store: `first` and, a moment later, `second` as another user.
 */
export const CACHE_USERS = {
  survey: 'caching/users',
  active: true,
  exhausting: false,
  budget: (context: CheckContext) =>
    requestsFor(OF_A_RESOURCE * resourcesOf(context).length) + 2 * requestsFor(unstored(context).length),
  waits: (context: CheckContext) => (unstored(context).length > 0 ? AGE : 0),
  observe,
} satisfies Partial<Check>;

export function resourcesOf({ policy }: CheckContext): readonly Resource[] {
  return policy.tenancy?.resources ?? [];
}

/** GET endpoints that are declared no-store. */
export function unstored({ policy, endpoints }: CheckContext): readonly string[] {
  return Object.keys(policy.cache).filter((name) => {
    const endpoint = endpoints[name];
    if (endpoint?.method !== 'GET' || endpoint.stream !== undefined) return false;
    return policy.cache[name] === 'no-store' && isSafe(endpoint) && !needsData(endpoint);
  });
}

/** The exchange that plays a part for a resource or an endpoint. */
export function partOf(exchanges: readonly Exchange[], part: string, name: string): Exchange | undefined {
  return exchanges.find(({ role }) => role === `${part} ${name}`);
}

async function observe(probe: Probe, context: CheckContext): Promise<Exchange[]> {
  const [one, other] = [new Caller(probe, context), new Caller(probe, context)];
  const names = unstored(context);
  const exchanges: Exchange[] = [];
  for (const name of names) exchanges.push(await one.call(name, { role: `first ${name}` }));
  const retries = new RetryBudget();
  for (const resource of resourcesOf(context))
    exchanges.push(...(await readAll(probe, one, resource, retries)));
  if (names.length > 0) await probe.sleep(AGE);
  for (const name of names) {
    const caller = await another(one, other, context.endpoints[name]!.identity);
    exchanges.push(await caller.call(name, { role: `second ${name}` }));
  }
  return exchanges;
}

/** A pool of one has no second user; what must not be stored must not come back to the first either. */
async function another(one: Caller, other: Caller, pool: string | undefined): Promise<Caller> {
  try {
    await other.actor(pool);
    return other;
  } catch (error) {
    if (error instanceof IdentityError) return one;
    throw error;
  }
}

async function readAll(
  probe: Probe,
  caller: Caller,
  resource: Resource,
  retries: RetryBudget,
): Promise<Exchange[]> {
  const { name, path, owner, intruder } = resource;
  const read = (part: string, pool: string, tag?: string): Promise<Exchange> =>
    patiently(
      probe,
      async () => {
        const as = await caller.actor(pool);
        const headers = tag === undefined ? [] : [['if-none-match', tag] as const];
        return probe.send({ method: 'GET', path, headers }, { role: `${part} ${name}`, ...(as && { as }) });
      },
      retries,
    );
  const before = await read('before', intruder);
  const owned = await read('owner', owner);
  const after = await read('after', intruder);
  const [tag] = headerValues(answerHeaders(owned), 'etag');
  return [before, owned, after, ...(tag === undefined ? [] : [await read('validator', intruder, tag)])];
}
