import { quotaCheck } from '../../src/probe/rate-limit/quota.ts';
import { judgeVaried } from '../../src/probe/rate-limit/varied.ts';

export const otherKeys = quotaCheck({
  id: 'rate-limit/other-keys',
  cases: ['RL-23'],
  title: 'A client cannot escape its limit by changing its User-Agent, languages or query',
  severity: 'medium',
  kind: 'exploit',
  why: 'What a client chooses freely tells nobody apart: a limiter that counts by it is switched off by changing it.',
  remedy: 'Count by the declared scope alone, and by the route rather than the whole URL.',
  references: ['OWASP API4:2023', 'CWE-799'],
  judgeLimit: (exchanges, limit, context) =>
    judgeVaried('RL-23', exchanges, limit, context, {
      rejected: 'rejected also with another User-Agent, Accept-Language and query',
    }),
});
