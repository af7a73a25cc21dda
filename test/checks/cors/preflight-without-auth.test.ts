import { preflightWithoutAuth } from '../../../checks/cors/preflight-without-auth.ts';
import { suite, undeclared } from '../web.ts';
import { CORRECT } from './correct.ts';

const preflight = (status: number) => ({
  answer: ({ method }: { method?: string | undefined }) => (method === 'OPTIONS' ? { status } : undefined),
});

suite(preflightWithoutAuth, {
  ...CORRECT,
  'fails when it is answered 401': { outcome: 'fail', severity: 'high', web: preflight(401) },
  'fails when it is answered 403': { outcome: 'fail', web: preflight(403) },
  'fails when it is redirected to a login': { outcome: 'fail', web: preflight(302) },
  'leaves it open when there is no CORS at all': { outcome: 'inconclusive', web: preflight(405) },
  'leaves it open when the service is broken': { outcome: 'inconclusive', web: preflight(500) },
  'does not apply without a policy': { outcome: 'not_applicable', against: undeclared },
});
