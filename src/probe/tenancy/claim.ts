import type { CheckContext, Probe } from '../../model/check.ts';
import type { Exchange } from '../../model/exchange.ts';
import { patiently, RetryBudget, requestsFor } from '../patience.ts';
import { type Claims, createMint, type Mint } from '../tokens/mint.ts';

type Resource = NonNullable<CheckContext['policy']['tenancy']>['resources'][number];

/** Ways in which a validly signed token can belong to no tenant that owns anything. */
const CLAIMS: readonly (readonly [name: string, value: unknown])[] = [
  ['no tenant', undefined],
  ['a blank tenant', ''],
  ['a tenant that there is not', 'canary-gate-nobody'],
  ['null for a tenant', null],
  ['an empty list of tenants', []],
];

/** Requests for one resource: the owner before and after, and each claim. */
export const TENANT_REQUESTS = requestsFor(2 + CLAIMS.length);

/** Reads the owner's thing as its owner, and by tokens of the other pool whose tenant claim was changed. */
export async function readAsNobody(
  probe: Probe,
  { policy }: CheckContext,
  resource: Resource,
): Promise<Exchange[]> {
  const owner = await createMint(probe, resource.owner, policy.jwt ?? {});
  const other = await createMint(probe, resource.intruder, policy.jwt ?? {});
  const names = tenantClaims(owner, other);
  const retries = new RetryBudget();
  const read = (mint: Mint, change: Claims, role: string) =>
    readBy(probe, resource, retries, { mint, change, role });
  const seen = [withFact(await read(owner, {}, 'owner'), 'claims', names.join(', '))];
  if (names.length === 0) return seen;
  for (const [name, value] of CLAIMS)
    seen.push(await read(other, Object.fromEntries(names.map((claim) => [claim, value])), `probe ${name}`));
  return [...seen, await read(owner, {}, 'owner')];
}

/** The claims by which the two pools differ: those that tell the tenant. */
function tenantClaims(owner: Mint, other: Mint): string[] {
  const [own, others] = [owner.settings.claims, other.settings.claims];
  return Object.keys(own).filter((name) => JSON.stringify(own[name]) !== JSON.stringify(others[name]));
}

async function readBy(
  probe: Probe,
  { name, path, marker }: Resource,
  retries: RetryBudget,
  { mint, change, role }: { mint: Mint; change: Claims; role: string },
): Promise<Exchange> {
  const make = async () => {
    const token = await mint.sign({ ...mint.claims(), ...change });
    probe.redact(token, role);
    return probe.send(
      { method: 'GET', path },
      { role, facts: { name }, as: probe.present(mint.pool, token) },
    );
  };
  const exchange = await patiently(probe, make, retries);
  const { headers = [], body = '' } = exchange.response ?? {};
  return withFact(exchange, 'marked', `${body}\n${headers.join('\n')}`.includes(marker));
}

function withFact(exchange: Exchange, name: string, value: string | boolean): Exchange {
  return { ...exchange, facts: { ...exchange.facts, [name]: value } };
}
