import { tenantIsolation } from '../../../checks/rate-limit/tenant-isolation.ts';
import type { Against } from '../run.ts';
import { heldUp, limiterOf } from './limiters.ts';
import { QUOTA, WINDOW } from './service.ts';
import { suite } from './suite.ts';

suite(tenantIsolation, {
  'fails when tenants share a bucket': {
    outcome: 'fail',
    service: { key: () => 'everyone' },
    against: withTenants,
    message: /two tenants together were served 20/,
  },
  'passes when they do not': { outcome: 'pass', against: withTenants },
  'leaves it open when the window ends before another is asked': {
    outcome: 'inconclusive',
    service: { key: () => 'everyone', racing: heldUp(limiterOf('fixed', QUOTA, WINDOW), WINDOW) },
    against: withTenants,
    message: /the window ended before a subject of another tenant/,
  },
  'wants another tenant': { outcome: 'not_applicable', message: /declare policy.tenancy/ },
});

function withTenants(against: Against): Against {
  const strangers = { ...against.pools!['agents']!, subject: 'stranger-{n}', tenant: 'globex' };
  const file = { name: 'file', path: '/file', owner: 'agents', intruder: 'strangers', marker: 'secret' };
  return {
    ...against,
    pools: { ...against.pools, strangers },
    policy: { ...against.policy, tenancy: { resources: [file] } },
  };
}
