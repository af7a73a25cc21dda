import type { Check, CheckContext, Probe } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { Caller } from '../../src/probe/caller.ts';
import { headerList } from '../../src/probe/headers.ts';
import { disclosures } from '../../src/probe/health-body.ts';
import { fail, inconclusive, outcomeOf, pass } from '../../src/probe/judgement.ts';
import { requestsFor } from '../../src/probe/patience.ts';

const RETRY_AFTER = 300;
/** Of several answers the best one counts: one lost packet, or one slow moment, says nothing. */
const ATTEMPTS = 3;

export const liveness: Check = {
  id: 'health/liveness',
  cases: ['HLT-01'],
  title: 'Liveness is answered without credentials, as declared, and tells nothing that is secret',
  severity: 'medium',
  kind: 'policy',
  active: false,
  exhausting: false,
  profile: 'quick',
  why: 'An orchestrator has no token: liveness that wants one restarts a healthy service for ever.',
  remedy:
    'Answer liveness with 200 to everyone, with a word such as "ok", and keep details for an internal route.',
  references: ['https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/'],
  budget: () => requestsFor(ATTEMPTS),
  needs: ({ policy }) =>
    policy.health?.liveness === undefined ? 'declare policy.health.liveness: the endpoint' : undefined,
  observe,
  judge,
};

async function observe(probe: Probe, context: CheckContext): Promise<Exchange[]> {
  const caller = new Caller(probe, context);
  const exchanges: Exchange[] = [];
  while (exchanges.length < ATTEMPTS) {
    if (exchanges.length > 0) await probe.sleep(RETRY_AFTER);
    const live = await caller.call(context.policy.health!.liveness!, { role: 'live', anonymous: true });
    exchanges.push(live);
    if (live.response?.status === 429 || (isGood(live) && isFast(live, context))) break;
  }
  return exchanges;
}

function judge(exchanges: readonly Exchange[], context: CheckContext): Judgement {
  const good = exchanges.filter(isGood);
  const shown = good.find((each) => isFast(each, context)) ?? good.at(-1);
  if (shown === undefined) return refused(exchanges);
  const wrongs = [...tooSlow(shown, context), ...stored(shown, context), ...told(shown, context)];
  if (wrongs.length > 0) return fail(wrongs.join('; '), [shown]);
  return pass(`liveness is answered ${shown.response!.status} without credentials`, [shown]);
}

function refused(exchanges: readonly Exchange[]): Judgement {
  const last = exchanges.at(-1);
  const { response } = last ?? {};
  if (response === undefined || response.status === 429)
    return inconclusive(`liveness ${outcomeOf(last)}`, exchanges);
  return fail(`liveness is answered ${response.status} without credentials`, exchanges);
}

function tooSlow(shown: Exchange, context: CheckContext): string[] {
  if (isFast(shown, context)) return [];
  return [
    `liveness took ${tookOf(shown)} ms at best, and ${context.policy.health!.within} ms at most are declared`,
  ];
}

function stored({ response }: Exchange, { policy }: CheckContext): string[] {
  const kept = !headerList(response?.headers ?? [], 'cache-control').includes('no-store');
  return policy.health!.noStore && kept
    ? ['liveness lacks Cache-Control: no-store, so that a cache may answer for a service that is dead']
    : [];
}

function told({ response }: Exchange, { policy }: CheckContext): string[] {
  return disclosures(response?.body ?? '', policy.health!.discloses).map(
    (what) => `the body of liveness holds ${what}`,
  );
}

function isGood({ response }: Exchange): boolean {
  return response !== undefined && response.status >= 200 && response.status <= 299;
}

function isFast(exchange: Exchange, { policy }: CheckContext): boolean {
  return tookOf(exchange) <= (policy.health?.within ?? Number.POSITIVE_INFINITY);
}

/** Milliseconds from sending, without the time that connecting takes. */
function tookOf({ timing }: Exchange): number {
  return Math.round(timing.ended - timing.sent);
}
