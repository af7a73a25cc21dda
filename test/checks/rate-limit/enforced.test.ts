import { enforced } from '../../../checks/rate-limit/enforced.ts';
import { COMMON, suite } from './suite.ts';

suite(enforced, {
  ...COMMON,
  'passes on a correct service': { outcome: 'pass', message: /20 requests of one subject/ },
  'fails when nothing is ever rejected': {
    outcome: 'fail',
    service: { change: (verdict) => ({ ...verdict, admitted: true }) },
    message: /43 requests/,
  },
  'leaves it open when twice as many are let through': {
    outcome: 'inconclusive',
    service: { quota: 41 },
    message: /after 41 requests .* unless the window ended/,
  },
  'leaves a rejection with another status open': {
    outcome: 'inconclusive',
    service: { status: 503 },
    message: /status 503.*declared 429/,
  },
  'says when the quota cannot be used up in a window': {
    outcome: 'inconclusive',
    against: (against) => ({ ...against, maxRate: 6 }),
    message: /window of 2s/,
  },
  'leaves a large quota alone': {
    outcome: 'inconclusive',
    service: { declared: { quota: 100_000 } },
    message: /too large/,
  },
  'leaves a quota to deeper runs, by name': {
    outcome: 'inconclusive',
    service: { declared: { quota: 300 } },
    message: /^agents: .*deep uses it up/,
  },
  'judges the limits in reach, and names the others': {
    outcome: 'pass',
    against: (against) => ({
      ...against,
      policy: {
        limits: [...against.policy.limits!, { ...against.policy.limits![0]!, name: 'large', quota: 300 }],
      },
    }),
    message: /not used up in this run: large \(300\)/,
  },
  'uses nothing up in a quick run': {
    outcome: 'inconclusive',
    against: (against) => ({ ...against, profile: 'quick' }),
    message: /quick run/,
  },
  'wants an identity for a limit by subject': {
    outcome: 'not_applicable',
    service: { declared: { identity: undefined } },
    message: /declare its identity/,
  },
  'leaves only the limit open whose identities are used up': {
    outcome: 'inconclusive',
    against: (against) => ({
      ...against,
      pools: { ...against.pools, few: { kind: 'static', tokens: ['x'], use: 'load' } },
      policy: {
        limits: [
          ...against.policy.limits!,
          { ...against.policy.limits![0]!, name: 'second', identity: 'few' },
        ],
      },
    }),
    message: /^second: nothing was sent/,
  },
});
