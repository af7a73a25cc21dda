import type { Check, CheckContext, Probe } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import type { TenantResource } from '../../src/model/policy/tenancy.ts';
import { answered, failWith, inconclusive, outcomeOf, pass, type Wrong } from '../../src/probe/judgement.ts';
import { requestsFor } from '../../src/probe/patience.ts';
import { inPart, isRead, isShown, Reader } from '../../src/probe/tenancy/tenancy.ts';

const PARTS = ['before', 'intruder', 'nobody', 'after'] as const;

export const crossTenantRead: Check = {
  id: 'tenancy/cross-tenant-read',
  cases: ['TEN-01'],
  title: 'A tenant cannot read what belongs to another',
  severity: 'critical',
  kind: 'exploit',
  active: true,
  exhausting: false,
  profile: 'quick',
  why: 'Reading by guessing an id is the commonest and the worst weakness of services with tenants.',
  remedy: 'Look things up by tenant and id together, and answer 404 for those of others.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Multi_Tenant_Security_Cheat_Sheet.html',
    'https://owasp.org/API-Security/editions/2023/en/0xa1-broken-object-level-authorization/',
  ],
  budget: ({ policy }) => requestsFor((policy.tenancy?.resources.length ?? 0) * PARTS.length),
  needs: ({ policy }) =>
    (policy.tenancy?.resources ?? []).length === 0
      ? 'declare policy.tenancy.resources: a path, its owner, an intruder, and text that only the owner may see'
      : undefined,
  observe,
  judge,
};

async function observe(probe: Probe, context: CheckContext): Promise<Exchange[]> {
  const reader = new Reader(probe, context);
  const exchanges: Exchange[] = [];
  for (const { name, path, marker, owner, intruder } of context.policy.tenancy!.resources) {
    const pools = { before: owner, intruder, nobody: undefined, after: owner };
    for (const part of PARTS) {
      const reading = { role: `${part} ${name}`, pool: pools[part], marker };
      exchanges.push(await reader.read({ ...reading, request: { method: 'GET', path } }));
    }
  }
  return exchanges;
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
    `${count} ${count === 1 ? 'thing' : 'things'} of another tenant answered ${mismatch ?? 'as refused'}`,
    exchanges,
  );
}

/** What is wrong, or why nothing can be said; undefined when all is well. */
function judgeResource(
  { name, owner, intruder }: TenantResource,
  mismatch: number | undefined,
  exchanges: readonly Exchange[],
): Wrong | Judgement | undefined {
  const part = (role: string): Exchange | undefined => inPart(exchanges, `${role} ${name}`);
  const asked = part('intruder');
  const unread = [part('before'), part('after')].filter((exchange) => !isRead(exchange));
  if (unread.length > 0)
    return inconclusive(
      `the owner's request for ${name} ${outcomeOf(unread[0])}, without the marker`,
      exchanges,
    );
  if (isRead(part('nobody')))
    return inconclusive(`${name} can be read without any credentials: it belongs to no tenant`, exchanges);
  if (asked !== undefined && isShown(asked))
    return {
      exchange: asked,
      severity: 'critical',
      message: `${intruder} was answered ${asked.response!.status} with the marker of ${name}, which belongs to ${owner}`,
    };
  return answered(asked)
    ? statusResult(asked, { name, intruder }, mismatch)
    : inconclusive(`the intruder's request for ${name} ${outcomeOf(asked)}`, exchanges);
}

function statusResult(
  asked: Exchange,
  { name, intruder }: Pick<TenantResource, 'name' | 'intruder'>,
  mismatch: number | undefined,
): Wrong | Judgement | undefined {
  const { status } = asked.response!;
  if (status === mismatch) return undefined;
  if (status < 400)
    return inconclusive(`${intruder} was answered ${status} for ${name}, though without the marker`, [asked]);
  // Who is not let in at all has not been told anything of the thing.
  if (status === 401) return inconclusive(`the token of ${intruder} is not accepted for ${name}`, [asked]);
  if (mismatch === undefined) return undefined;
  const message = `${intruder} was answered ${status} for ${name} rather than the declared ${mismatch}, which tells that it exists`;
  return { exchange: asked, severity: 'low', message };
}
