import { quotaCheck } from '../../src/probe/rate-limit/quota.ts';
import { judgeNeighbour } from '../../src/probe/rate-limit/shared.ts';

export const isolation = quotaCheck({
  id: 'rate-limit/isolation',
  cases: ['RL-13'],
  title: 'A client that used up its limit does not take that of another',
  severity: 'high',
  kind: 'policy',
  why: 'With a bucket that clients share, one of them locks out all the others.',
  remedy: 'Count by the declared scope: the verified subject or the token, not the route or the address.',
  references: ['OWASP API4:2023'],
  unfit: ({ name, scope }) => (scope === 'ip' ? `policy.limits (${name}) counts by address` : undefined),
  judgeLimit: (exchanges, limit, context) => judgeNeighbour('subject', exchanges, limit, context),
});
