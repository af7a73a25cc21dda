import { quotaCheck } from '../../src/probe/rate-limit/quota.ts';
import { judgeVaried } from '../../src/probe/rate-limit/varied.ts';

export const pathVariants = quotaCheck({
  id: 'rate-limit/path-variants',
  cases: ['RL-21'],
  title: 'A client cannot escape its limit by writing the path in another way',
  severity: 'medium',
  kind: 'exploit',
  why: 'A lenient router serves many forms of a path; a limiter that counts each form by itself multiplies the quota.',
  remedy: 'Count by the route that was matched, after the path is normalised.',
  references: ['RFC 3986 section 6.2.2', 'CWE-647'],
  judgeLimit: (exchanges, limit, context) =>
    judgeVaried('RL-21', exchanges, limit, context, {
      rejected: 'rejected also by other forms of the path',
      elsewhere: 'no other form of the path gets the same answer',
    }),
});
