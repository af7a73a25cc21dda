import { quotaCheck } from '../../src/probe/rate-limit/quota.ts';
import { judgeVaried } from '../../src/probe/rate-limit/varied.ts';

export const freshToken = quotaCheck({
  id: 'rate-limit/fresh-token',
  cases: ['RL-18'],
  title: 'A new token does not give a subject a new quota',
  severity: 'high',
  kind: 'policy',
  why: 'Whoever can get a new token at will has no limit at all when each token is counted by itself.',
  remedy: 'Count by the subject of the verified token, not by the token or its jti.',
  references: ['OWASP API4:2023', 'RFC 7519 section 4.1.2'],
  unfit: ({ name, scope }) =>
    scope === 'subject' ? undefined : `policy.limits (${name}) counts by ${scope}, not by subject`,
  judgeLimit: (exchanges, limit, context) =>
    judgeVaried('RL-18', exchanges, limit, context, {
      rejected: 'rejected also with a new token of the same subject',
    }),
});
