import type { Check, CheckContext, Probe } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { Caller } from '../../src/probe/caller.ts';
import { fail, inconclusive, outcomeOf, pass } from '../../src/probe/judgement.ts';
import { requestsFor } from '../../src/probe/patience.ts';

const RETRY_AFTER = 300;

/** What a health answer must not hold; each pattern is certain enough to be wrong in any service. */
const LEAKS: readonly (readonly [what: string, pattern: RegExp])[] = [
  [
    'a connection string',
    /\b(?:postgres(?:ql)?|mysql|mongodb(?:\+srv)?|rediss?|amqps?|mssql|jdbc:\w+):\/\/[^\s"'<>]+/i,
  ],
  [
    'a password or secret',
    /"(?:password|passwd|secret|client_secret|api_?key|private_?key|access_key)"\s*:\s*"[^"]+"/i,
  ],
  [
    'a stack trace',
    /Traceback \(most recent call last\)|^\s*at [^\n]+:\d+:\d+\)?$|\tat [\w$.]+\([\w$]+\.java:\d+\)/m,
  ],
];

export const liveness: Check = {
  id: 'health/liveness',
  cases: ['HLT-01'],
  title: 'Liveness is answered without credentials, and tells nothing that is secret',
  severity: 'medium',
  kind: 'policy',
  active: false,
  exhausting: false,
  why: 'An orchestrator has no token: liveness that wants one restarts a healthy service for ever.',
  remedy:
    'Answer liveness with 200 to everyone, with a word such as "ok", and keep details for an internal route.',
  references: ['https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/'],
  budget: () => requestsFor(2),
  needs: ({ policy }) =>
    policy.health?.liveness === undefined ? 'declare policy.health.liveness: the endpoint' : undefined,
  observe,
  judge,
};

async function observe(probe: Probe, context: CheckContext): Promise<Exchange[]> {
  const caller = new Caller(probe, context);
  const name = context.policy.health!.liveness!;
  const first = await caller.call(name, { role: 'live', anonymous: true });
  if (isGood(first)) return [first];
  await probe.sleep(RETRY_AFTER);
  return [first, await caller.call(name, { role: 'live', anonymous: true })];
}

function judge(exchanges: readonly Exchange[]): Judgement {
  const last = exchanges.at(-1);
  const { response } = last ?? {};
  if (response === undefined || response.status === 429)
    return inconclusive(`liveness ${outcomeOf(last)}`, exchanges);
  if (!isGood(last!)) return fail(`liveness is answered ${response.status} without credentials`, exchanges);
  const leak = LEAKS.find(([, pattern]) => pattern.test(response.body));
  if (leak !== undefined) return fail(`the body of liveness holds ${leak[0]}`, [last!]);
  return pass(`liveness is answered ${response.status} without credentials`, [last!]);
}

function isGood({ response }: Exchange): boolean {
  return response !== undefined && response.status >= 200 && response.status <= 299;
}
