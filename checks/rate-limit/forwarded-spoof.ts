import { quotaCheck } from '../../src/probe/rate-limit/quota.ts';
import { judgeVaried } from '../../src/probe/rate-limit/varied.ts';

export const forwardedSpoof = quotaCheck({
  id: 'rate-limit/forwarded-spoof',
  cases: ['RL-19'],
  title: 'A client cannot escape its limit by claiming another address',
  severity: 'high',
  kind: 'exploit',
  why: 'A limiter that believes X-Forwarded-For from anyone is switched off by anyone.',
  remedy:
    'Take the address from the connection, or from the header that your own proxy sets, counted from the right.',
  references: ['RFC 7239 section 8.1', 'CWE-348', 'CWE-290'],
  judgeLimit: (exchanges, limit, context) =>
    judgeVaried('RL-19', exchanges, limit, context, {
      rejected: 'rejected also with all headers that claim an address',
    }),
});
