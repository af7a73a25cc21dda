import type { Check } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { needsOrigins } from '../../src/probe/cors/endpoint.ts';
import { PAGES } from '../../src/probe/cors/survey.ts';
import { answered, fail, inconclusive, inRole, outcomeOf, pass } from '../../src/probe/judgement.ts';

export const preflightWithoutAuth: Check = {
  ...PAGES,
  id: 'cors/preflight-without-auth',
  cases: ['CORS-P02'],
  profile: 'quick',
  title: 'A preflight is answered without authentication',
  severity: 'high',
  kind: 'spec',
  why: 'Browsers never send credentials with a preflight, so a service that demands them refuses every page.',
  remedy: 'Answer OPTIONS with Access-Control-Request-Method before authentication is looked at.',
  references: ['https://fetch.spec.whatwg.org/#cors-preflight-fetch'],
  needs: needsOrigins,
  judge,
};

function judge(exchanges: readonly Exchange[]): Judgement {
  const [preflight] = inRole(exchanges, 'preflight');
  const [authenticated] = inRole(exchanges, 'authenticated');
  const seen = [preflight, authenticated].filter((each) => each !== undefined);
  if (!answered(preflight)) return inconclusive(`the preflight ${outcomeOf(preflight)}`, seen);
  const status = preflight.response!.status;
  if (status >= 200 && status <= 299) return pass(`the preflight is answered ${status}`, [preflight]);
  if (status === 401 || status === 403 || (status >= 300 && status <= 399)) {
    const withToken = authenticated?.response?.status;
    return fail(
      `the preflight is answered ${status} without credentials, and ${withToken ?? 'not at all'} with them`,
      seen,
    );
  }
  return inconclusive(`the preflight is answered ${status}, which is no matter of authentication`, seen);
}
