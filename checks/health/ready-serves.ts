import type { Check, CheckContext, Probe } from '../../src/model/check.ts';
import { isSafe } from '../../src/model/endpoint.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { Caller, needsData } from '../../src/probe/caller.ts';
import { acceptsStatus } from '../../src/probe/expect.ts';
import { fail, inconclusive, inRole, named, outcomeOf, pass } from '../../src/probe/judgement.ts';
import { requestsFor } from '../../src/probe/patience.ts';

const RETRY_AFTER = 300;

export const readyServes: Check = {
  id: 'health/ready-serves',
  cases: ['HLT-03'],
  title: 'A service that says it is ready answers real requests',
  severity: 'high',
  kind: 'policy',
  active: false,
  exhausting: false,
  why: 'Traffic goes wherever readiness says 200: a service that cannot work yet fails every request it gets.',
  remedy: 'Answer readiness with 503 until everything that the declared endpoints need is there.',
  references: [
    'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/#readiness-probe',
  ],
  budget: (context) => requestsFor(2 + 2 * servedOf(context).length),
  needs: (context) => {
    if (context.policy.health?.readiness === undefined)
      return 'declare policy.health.readiness: the endpoint';
    return servedOf(context).length === 0
      ? 'declare policy.health.serves: endpoints that checks may call and that a ready service answers'
      : undefined;
  },
  observe,
  judge,
};

async function observe(probe: Probe, context: CheckContext): Promise<Exchange[]> {
  const caller = new Caller(probe, context);
  const readiness = context.policy.health!.readiness!;
  const exchanges = [await caller.call(readiness, { role: 'before' })];
  if (!isReady(exchanges[0])) return exchanges;
  for (const name of servedOf(context)) {
    const call = { role: `request ${name}`, facts: { endpoint: name } };
    exchanges.push(await caller.call(name, call));
    if (!isBroken(exchanges.at(-1)!, context)) continue;
    await probe.sleep(RETRY_AFTER);
    exchanges.push(await caller.call(name, call));
  }
  return [...exchanges, await caller.call(readiness, { role: 'after' })];
}

function judge(exchanges: readonly Exchange[], context: CheckContext): Judgement {
  for (const role of ['before', 'after']) {
    const [control] = inRole(exchanges, role);
    if (!isReady(control)) return inconclusive(`readiness ${outcomeOf(control)}`, exchanges);
  }
  const last = [...Map.groupBy(inRole(exchanges, 'request'), ({ role }) => role).values()].map(
    (tries) => tries.at(-1)!,
  );
  const broken = last.filter((each) => isBroken(each, context));
  const [first] = broken;
  if (first !== undefined)
    return fail(`readiness is answered 200 while ${named(first)} ${outcomeOf(first)}`, broken);
  const open = last.find((each) => !isServed(each, context));
  if (open !== undefined) return inconclusive(`${named(open)} ${outcomeOf(open)}`, [open]);
  return pass(`readiness is answered 200, and so are ${last.length} real requests`, exchanges);
}

/** Endpoints of the policy that checks may call. */
function servedOf({ policy, endpoints }: CheckContext): string[] {
  return (policy.health?.serves ?? []).filter((name) => {
    const endpoint = endpoints[name];
    return endpoint !== undefined && isSafe(endpoint) && !needsData(endpoint);
  });
}

function isReady(exchange: Exchange | undefined): boolean {
  const status = exchange?.response?.status ?? 0;
  return status >= 200 && status <= 299;
}

/** The service failed: it said so, or hung up. Silence may be the network's, and 4xx may be the credentials'. */
function isBroken(exchange: Exchange, context: CheckContext): boolean {
  const { response, error } = exchange;
  if (error !== undefined) return error.code !== 'TIMEOUT';
  return (response?.status ?? 0) >= 500 && !isServed(exchange, context);
}

function isServed({ response, error, facts }: Exchange, { endpoints }: CheckContext): boolean {
  const endpoint = endpoints[String(facts?.['endpoint'])];
  return error === undefined && acceptsStatus(endpoint?.expect ?? {}, response?.status ?? 0);
}
