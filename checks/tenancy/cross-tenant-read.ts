import type { Check, CheckContext, Probe } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { Caller } from '../../src/probe/caller.ts';
import { answered, failWith, inconclusive, outcomeOf, pass, type Wrong } from '../../src/probe/judgement.ts';
import { patiently } from '../../src/probe/patience.ts';

const PARTS = ['before', 'intruder', 'nobody', 'after'] as const;
const ATTEMPTS = 3;

type Tenancy = NonNullable<CheckContext['policy']['tenancy']>;
type Resource = Tenancy['resources'][number];

export const crossTenantRead: Check = {
  id: 'tenancy/cross-tenant-read',
  cases: ['TEN-01'],
  title: 'A tenant cannot read what belongs to another',
  severity: 'critical',
  kind: 'exploit',
  active: true,
  exhausting: false,
  why: 'Reading by guessing an id is the commonest and the worst weakness of services with tenants.',
  remedy: 'Look things up by tenant and id together, and answer 404 for those of others.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Multi_Tenant_Security_Cheat_Sheet.html',
    'https://owasp.org/API-Security/editions/2023/en/0xa1-broken-object-level-authorization/',
  ],
  budget: ({ policy }) => (policy.tenancy?.resources.length ?? 0) * PARTS.length * ATTEMPTS,
  needs: ({ policy }) =>
    policy.tenancy === undefined
      ? 'declare policy.tenancy.resources: a path, its owner, an intruder, and text that only the owner may see'
      : undefined,
  observe,
  judge,
};

async function observe(probe: Probe, context: CheckContext): Promise<Exchange[]> {
  const caller = new Caller(probe, context);
  const exchanges: Exchange[] = [];
  for (const resource of context.policy.tenancy!.resources)
    for (const part of PARTS) exchanges.push(await read(probe, caller, resource, part));
  return exchanges;
}

function read(
  probe: Probe,
  caller: Caller,
  resource: Resource,
  part: (typeof PARTS)[number],
): Promise<Exchange> {
  const pool = {
    before: resource.owner,
    intruder: resource.intruder,
    nobody: undefined,
    after: resource.owner,
  }[part];
  return patiently(probe, async () => {
    const as = await caller.actor(pool);
    const role = `${part} ${resource.name}`;
    return probe.send({ method: 'GET', path: resource.path }, { role, ...(as && { as }) });
  });
}

function judge(exchanges: readonly Exchange[], { policy }: CheckContext): Judgement {
  const { resources, mismatch } = policy.tenancy!;
  const results = resources.map((resource) => judgeResource(resource, mismatch, exchanges));
  const failure = failWith(
    results.flatMap((result) => (result !== undefined && 'exchange' in result ? [result] : [])),
  );
  const doubt = results.find((result) => result !== undefined && 'outcome' in result);
  if (failure !== undefined) return failure;
  if (doubt !== undefined && 'outcome' in doubt) return doubt;
  const count = resources.length;
  return pass(
    `${count} ${count === 1 ? 'thing' : 'things'} of another tenant answered ${mismatch}`,
    exchanges,
  );
}

/** What is wrong, or why nothing can be said; undefined when all is well. */
function judgeResource(
  resource: Resource,
  mismatch: number,
  exchanges: readonly Exchange[],
): Wrong | Judgement | undefined {
  const part = (name: string): Exchange | undefined =>
    exchanges.find(({ role }) => role === `${name} ${resource.name}`);
  const intruder = part('intruder');
  const owner = [part('before'), part('after')];
  const unread = owner.find((exchange) => !isRead(exchange, resource));
  if (owner.some((exchange) => !isRead(exchange, resource)))
    return inconclusive(
      `the owner's request for ${resource.name} ${outcomeOf(unread)}, without the marker`,
      exchanges,
    );
  if (isRead(part('nobody'), resource))
    return inconclusive(
      `${resource.name} can be read without any credentials: it belongs to no tenant`,
      exchanges,
    );
  if (intruder !== undefined && shows(intruder, resource.marker))
    return {
      exchange: intruder,
      severity: 'critical',
      message: `${resource.intruder} was answered ${intruder.response!.status} with the marker of ${resource.name}, which belongs to ${resource.owner}`,
    };
  return answered(intruder)
    ? statusResult(intruder, resource, mismatch)
    : inconclusive(`the intruder's request for ${resource.name} ${outcomeOf(intruder)}`, exchanges);
}

function statusResult(
  intruder: Exchange,
  resource: Resource,
  mismatch: number,
): Wrong | Judgement | undefined {
  const { status } = intruder.response!;
  if (status === mismatch) return undefined;
  if (status < 400)
    return inconclusive(
      `${resource.intruder} was answered ${status} for ${resource.name}, though without the marker`,
      [intruder],
    );
  const message = `${resource.intruder} was answered ${status} for ${resource.name} rather than the declared ${mismatch}, which tells that it exists`;
  return { exchange: intruder, severity: 'low', message };
}

/** Read means answered like the owner: 2xx, and with the marker. */
function isRead(exchange: Exchange | undefined, { marker }: Resource): boolean {
  const status = exchange?.response?.status ?? 0;
  return exchange !== undefined && status >= 200 && status <= 299 && shows(exchange, marker);
}

function shows({ response }: Exchange, marker: string): boolean {
  if (response === undefined) return false;
  return response.body.includes(marker) || response.headers.some(([, value]) => value.includes(marker));
}
