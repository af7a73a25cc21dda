import type { Check, CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import type { TenantCollection } from '../../src/model/policy/tenancy.ts';
import { combine } from '../../src/probe/combine.ts';
import { valuesAt } from '../../src/probe/expect.ts';
import { answered, fail, inconclusive, outcomeOf, pass } from '../../src/probe/judgement.ts';
import { requestsFor } from '../../src/probe/patience.ts';
import {
  collectionsOf,
  ownersRequest,
  readerOf,
  withParameter,
} from '../../src/probe/tenancy/collections.ts';
import { inPart, isRead, isShown, Reader } from '../../src/probe/tenancy/tenancy.ts';

/** The owner before and after, the other tenant, and nobody. */
const PARTS = 4;
/** The owner's next page, and the other tenant's attempt at it. */
const PAGES = 2;

export const collections: Check = {
  id: 'tenancy/collections',
  cases: ['TEN-04'],
  title: 'Lists, searches, exports and streams show nothing that belongs to another tenant',
  severity: 'critical',
  kind: 'exploit',
  active: true,
  exhausting: false,
  why: 'One query that lacks the tenant gives everything of everybody away, and nobody need guess an id.',
  remedy: 'Filter by the tenant of the token in every query, also by the tenant of a cursor or channel.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Multi_Tenant_Security_Cheat_Sheet.html',
    'https://owasp.org/API-Security/editions/2023/en/0xa1-broken-object-level-authorization/',
    'CWE-639',
  ],
  budget: (context) =>
    requestsFor(collectionsOf(context).reduce((sum, { cursor }) => sum + PARTS + (cursor ? PAGES : 0), 0)),
  needs: (context) =>
    collectionsOf(context).length === 0
      ? 'declare policy.tenancy.collections: a safe endpoint, its owner, an intruder, and text that only the owner may see in it'
      : undefined,
  observe: async (probe, context) => {
    const exchanges: Exchange[] = [];
    const reader = new Reader(probe, context);
    for (const collection of collectionsOf(context))
      exchanges.push(...(await list(reader, context, collection, probe.random)));
    return exchanges;
  },
  judge: (exchanges, context) =>
    combine(
      collectionsOf(context).map((collection) => ({
        name: collection.endpoint,
        judgement: judgeCollection(exchanges, collection, isStream(context, collection)),
      })),
    ),
};

async function list(
  reader: Reader,
  context: CheckContext,
  collection: TenantCollection,
  random: () => number,
): Promise<Exchange[]> {
  const { owner, intruder } = collection;
  const request = await ownersRequest(reader, context, collection, random);
  const read = readerOf(reader, context, collection);
  const seen = [await read('before', owner, request), await read('intruder', intruder, request)];
  seen.push(await read('nobody', undefined, request));
  const { cursor } = collection;
  const [token] = cursor === undefined ? [] : valuesAt(seen[0]!.response?.body ?? '', cursor.json);
  if (cursor !== undefined && (typeof token === 'string' || typeof token === 'number')) {
    const next = withParameter(request, cursor.parameter, String(token));
    seen.push(await read('next', owner, next, cursor.marker));
    seen.push(await read('intruder-next', intruder, next, cursor.marker));
  }
  return [...seen, await read('after', owner, request)];
}

function judgeCollection(
  exchanges: readonly Exchange[],
  collection: TenantCollection,
  stream: boolean,
): Judgement {
  const { endpoint, owner, intruder, cursor } = collection;
  const part = (name: string) => inPart(exchanges, `${name} ${endpoint}`);
  const mine = exchanges.filter(({ role }) => role.endsWith(` ${endpoint}`));
  const proofs = ['before', ...(cursor ? ['next'] : []), 'after'].map((name) => [name, part(name)] as const);
  const unread = proofs.find(([, exchange]) => !isRead(exchange));
  if (unread)
    return inconclusive(
      `the owner's request (${unread[0]}) ${outcomeOf(unread[1])}, without the marker`,
      mine,
    );
  if (isRead(part('nobody'))) return inconclusive('it can be read without any credentials', mine);
  const asked = [part('intruder'), ...(cursor ? [part('intruder-next')] : [])];
  const shown = asked.filter((exchange) => isShown(exchange)) as Exchange[];
  if (shown.length > 0) {
    const how = shown.some(({ role }) => role.startsWith('intruder-next'))
      ? ` by the cursor of ${owner}`
      : '';
    return fail(`${intruder} was shown what belongs to ${owner}${how}`, shown, 'critical');
  }
  const silent = asked.find(
    (exchange) =>
      !(answered(exchange) || (stream && isQuiet(exchange))) || exchange?.response?.status === 401,
  );
  if (silent) return inconclusive(`the request of ${intruder} ${outcomeOf(silent)}`, [silent]);
  const long = asked.find((exchange) => exchange?.response?.truncated);
  if (long) return inconclusive(`the answer to ${intruder} is longer than what is searched of it`, [long]);
  return pass(`${intruder} is shown nothing of ${owner}`, mine);
}

function isStream({ endpoints }: CheckContext, { endpoint }: TenantCollection): boolean {
  return endpoints[endpoint]?.stream !== undefined;
}

/** A stream that stays open and says nothing: so long it was listened to. */
function isQuiet(exchange: Exchange | undefined): boolean {
  return exchange?.response !== undefined && exchange.error?.code === 'TIMEOUT';
}
