import type { Check, CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { combine } from '../../src/probe/combine.ts';
import { answered, fail, inconclusive, inRole, outcomeOf, pass } from '../../src/probe/judgement.ts';
import { readAsNobody, TENANT_REQUESTS } from '../../src/probe/tenancy/claim.ts';

export const tenantClaim: Check = {
  id: 'jwt/tenant-claim',
  cases: ['JWT-C15'],
  title: 'A token of no tenant opens the things of none',
  severity: 'critical',
  kind: 'exploit',
  active: true,
  exhausting: false,
  why: 'A tenant that is missing, blank or unknown must not fall back to some tenant, or to all of them.',
  remedy: 'Require the tenant claim to be one text that names a known tenant, and filter everything by it.',
  references: ['RFC 8725 section 3.9', 'CWE-639', 'OWASP Multi-Tenant Security Cheat Sheet'],
  budget: (context) => tried(context).length * TENANT_REQUESTS,
  needs: ({ policy }) =>
    policy.jwt === undefined || (policy.tenancy?.resources.length ?? 0) === 0
      ? 'declare policy.jwt, and policy.tenancy.resources with pools of kind jwt that differ in a claim'
      : undefined,
  observe: async (probe, context) => {
    const seen: Exchange[] = [];
    for (const resource of tried(context)) seen.push(...(await readAsNobody(probe, context, resource)));
    return seen;
  },
  judge: (exchanges) => {
    const byName = Map.groupBy(exchanges, ({ facts }) => String(facts?.['name']));
    return combine([...byName].map(([name, resource]) => ({ name, judgement: judge(resource) })));
  },
};

/** One resource is enough, unless the run is to be thorough. */
function tried({ policy, profile }: CheckContext) {
  const resources = policy.tenancy?.resources ?? [];
  return profile === 'deep' ? resources : resources.slice(0, 1);
}

function judge(exchanges: readonly Exchange[]): Judgement {
  const owners = inRole(exchanges, 'owner');
  const probes = inRole(exchanges, 'probe');
  const leaking = probes.filter(({ facts }) => facts?.['marked'] === true);
  if (leaking.length > 0)
    return fail(`the marker is shown to a token with ${leaking.map(claimOf).join(', ')}`, leaking);
  if (owners[0]?.facts?.['claims'] === '')
    return { outcome: 'not_applicable', message: 'the tokens of the two tenants differ in no claim' };
  const blind = owners.find(({ facts }) => facts?.['marked'] !== true);
  if (blind) return inconclusive(`the owner ${outcomeOf(blind)}, without the marker`, [blind]);
  const silent = probes.find((exchange) => !answered(exchange));
  if (silent) return inconclusive(`a token with ${claimOf(silent)} ${outcomeOf(silent)}`, [silent]);
  return pass(`${probes.length} tokens of no tenant opened nothing`);
}

function claimOf({ role }: Exchange): string {
  return role.replace(/^probe /, '');
}
