import { describe, expect, test } from 'vitest';
import { startDemo } from '../../src/demo/start.ts';
import { PROFILES, type Profile } from '../../src/model/check.ts';
import { PLAN_NAMES, type PlanName } from '../scenarios/plans.ts';
import { planFor, type Spent, spend, surveysFor } from './budgets/alone.ts';
import { type Counting, counting, countingProxy } from './budgets/counting-proxy.ts';
import { inParallel } from './budgets/parallel.ts';

const AT_ONCE = 8;
const RUNS = PLAN_NAMES.flatMap((plan) => PROFILES.map((profile) => ({ plan, profile })));

/** Every survey against a service of its own, through a proxy that counts. */
async function spendings(plan: PlanName, profile: Profile): Promise<Spent[]> {
  const surveys = surveysFor(await planFor(plan, {}, profile));
  return inParallel(surveys, AT_ONCE, async (survey) => {
    const demo = await startDemo({ port: 0, httpsPort: 0, windowMs: 1000 });
    // The third stands where nobody should listen, so that knocking there is counted too.
    const servers = [countingProxy(demo.url), countingProxy(demo.httpsUrl), counting(() => {})];
    const [plain, secure, stray] = (await Promise.all(servers)) as [Counting, Counting, Counting];
    try {
      const env = {
        ...demo.env,
        CANARY_URL: plain.url,
        CANARY_HTTPS_URL: secure.url,
        CANARY_HTTP_PORT: new URL(plain.url).port,
        CANARY_DEBUG_PORT: new URL(stray.url).port,
      };
      const loaded = await planFor(plan, env, profile);
      return await spend(survey, loaded, () => plain.count() + secure.count() + stray.count());
    } finally {
      await Promise.all([plain.close(), secure.close(), stray.close(), demo.close()]);
    }
  });
}

describe('no check sends more than its budget, and the report says how much', {
  concurrent: true,
  timeout: 180_000,
}, () => {
  test.each(RUNS)('$plan, $profile', async ({ plan, profile }) => {
    const spent = await spendings(plan, profile);
    expect(spent.filter(({ counted, budget }) => counted > budget)).toEqual([]);
    expect(spent.filter(({ counted, sent }) => counted !== sent)).toEqual([]);
    // The proxy does not stand in the way: what it counts are the requests of checks that come to an answer.
    expect(spent.filter(({ outcomes }) => outcomes.includes('error'))).toEqual([]);
    const answered = spent.filter(({ outcomes, counted }) => outcomes.includes('pass') && counted > 0);
    expect(answered.length).toBeGreaterThan(spent.length / 2);
  });
});
