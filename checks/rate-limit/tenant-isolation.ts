import { quotaCheck } from '../../src/probe/rate-limit/quota.ts';
import { judgeNeighbour } from '../../src/probe/rate-limit/shared.ts';
import { strangerOf } from '../../src/probe/rate-limit/window.ts';

export const tenantIsolation = quotaCheck({
  id: 'rate-limit/tenant-isolation',
  cases: ['RL-14'],
  title: 'A tenant that used up a limit does not take that of another tenant',
  severity: 'high',
  kind: 'policy',
  why: 'With a bucket that tenants share, the noisiest of them decides how well the others are served.',
  remedy: 'Make the tenant part of what the limit counts by.',
  references: ['OWASP API4:2023', 'CWE-400'],
  unfit: (limit, context) => {
    if (limit.scope === 'ip') return `policy.limits (${limit.name}) counts by address`;
    return strangerOf(limit.identity, context) === undefined
      ? `policy.limits (${limit.name}): declare policy.tenancy with a resource whose owner or intruder is ${limit.identity}`
      : undefined;
  },
  judgeLimit: (exchanges, limit, context) => judgeNeighbour('tenant', exchanges, limit, context),
});
