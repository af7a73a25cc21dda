import { quotaCheck } from '../../src/probe/rate-limit/quota.ts';
import { judgeVaried } from '../../src/probe/rate-limit/varied.ts';

export const otherMethods = quotaCheck({
  id: 'rate-limit/other-methods',
  cases: ['RL-22'],
  title: 'A client cannot escape its limit by another method',
  severity: 'low',
  kind: 'policy',
  why: 'Limiters often spare HEAD and OPTIONS, which cost the service as much when they reach its handlers.',
  remedy:
    'Count every method that reaches the handler, and do not honour X-HTTP-Method-Override before the limit.',
  references: ['RFC 9110 section 9.3.2', 'CWE-650'],
  unfit: ({ name, methods }) =>
    methods.length === 0 ? `policy.limits (${name}): declare methods that it counts too` : undefined,
  judgeLimit: (exchanges, limit, context) =>
    judgeVaried('RL-22', exchanges, limit, context, {
      rejected: 'rejected also by another method',
      elsewhere: 'another method does not get the answer',
    }),
});
