import type { Check } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { combine } from '../../src/probe/combine.ts';
import { answered, fail, inconclusive, inRole, outcomeOf, pass } from '../../src/probe/judgement.ts';
import { requestsFor } from '../../src/probe/patience.ts';
import { difference, idsOf } from '../../src/probe/tenancy/sameness.ts';
import { isRead, isShown, type Paired, pairedOf, Reader } from '../../src/probe/tenancy/tenancy.ts';

/** Both twice, so that what varies by itself is seen; more often where they differ, since that may be chance. */
const ORDER = ['theirs', 'absent', 'absent', 'theirs'] as const;
const ROUNDS = 3;
/** The owner before and after, and for what is absent. */
const OWNER = 3;

export const indistinguishable: Check = {
  id: 'tenancy/indistinguishable',
  cases: ['TEN-02'],
  title: 'What belongs to another tenant is answered exactly like what does not exist',
  severity: 'medium',
  kind: 'policy',
  active: true,
  exhausting: false,
  why: 'Whoever can tell the two apart learns which ids, names or orders of other tenants exist.',
  remedy: 'Look things up by tenant and id together, so that both take the same way to the same answer.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Multi_Tenant_Security_Cheat_Sheet.html',
    'CWE-203',
    'CWE-204',
  ],
  budget: (context) => requestsFor(pairedOf(context).length * (ROUNDS * ORDER.length + OWNER)),
  needs: ({ policy }) =>
    policy.tenancy?.mismatch === 404 && pairedOf({ policy }).length > 0
      ? undefined
      : 'declare "mismatch: 404" in policy.tenancy, and for a resource "absent": a path of the same form that leads to nothing',
  observe: async (probe, context) => {
    const exchanges: Exchange[] = [];
    const reader = new Reader(probe, context);
    for (const resource of pairedOf(context))
      exchanges.push(...(await compare(reader, resource, probe.random)));
    return exchanges;
  },
  judge: (exchanges, context) =>
    combine(
      pairedOf(context).map((resource) => ({
        name: resource.name,
        judgement: judgeResource(
          exchanges.filter(({ role }) => role.endsWith(` ${resource.name}`)),
          resource,
        ),
      })),
    ),
};

async function compare(reader: Reader, resource: Paired, random: () => number): Promise<Exchange[]> {
  const { name, marker, path, absent, owner, intruder } = resource;
  const ask = (part: string, pool: string, at: string) =>
    reader.read({ role: `${part} ${name}`, pool, marker, request: { method: 'GET', path: at } });
  const seen = [await ask('owner', owner, path), await ask('nothing', owner, absent)];
  for (let round = 0; round < ROUNDS; round++) {
    const order = round === 0 ? ORDER : shuffled(ORDER, random);
    for (const part of order) seen.push(await ask(part, intruder, part === 'theirs' ? path : absent));
    if (differenceIn(seen, resource) === undefined) break;
  }
  return [...seen, await ask('owner', owner, path)];
}

/** So that no turn that servers behind a balancer take looks like a difference. */
function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

function differenceIn(exchanges: readonly Exchange[], { path, absent }: Paired): string | undefined {
  const [ones, others] = [inRole(exchanges, 'theirs'), inRole(exchanges, 'absent')];
  return difference({ ones, others, ids: idsOf(path, absent) });
}

function judgeResource(exchanges: readonly Exchange[], resource: Paired): Judgement {
  const { intruder, absent } = resource;
  const asked = [...inRole(exchanges, 'theirs'), ...inRole(exchanges, 'absent')];
  const owner = inRole(exchanges, 'owner').find((exchange) => !isRead(exchange));
  if (owner) return inconclusive(`the owner's request ${outcomeOf(owner)}, without the marker`, [owner]);
  const [nothing] = inRole(exchanges, 'nothing');
  if (nothing?.response?.status !== 404)
    return inconclusive(`the owner's request for ${absent} ${outcomeOf(nothing)} rather than 404`, asked);
  const silent = asked.find((exchange) => !answered(exchange));
  if (silent) return inconclusive(`a request of ${intruder} ${outcomeOf(silent)}`, [silent]);
  const shown = asked.find(isShown);
  if (shown) return inconclusive(`${intruder} can read it: see tenancy/cross-tenant-read`, [shown]);
  if (asked.some(({ response }) => response?.status === 401))
    return inconclusive(`the token of ${intruder} is not accepted`, asked);
  const differs = differenceIn(exchanges, resource);
  if (differs === undefined) return pass(`${intruder} gets the same answer for both`, asked);
  return fail(`${intruder} is told by ${differs} that it exists`, asked);
}
