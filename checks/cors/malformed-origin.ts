import type { Check, CheckContext, Probe } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { quote } from '../../src/model/text.ts';
import { Caller } from '../../src/probe/caller.ts';
import { needsCors, ownOrigin } from '../../src/probe/cors/endpoint.ts';
import { originOf } from '../../src/probe/cors/grant.ts';
import { refusedControl } from '../../src/probe/cors/hostile-judge.ts';
import { type Crash, crashesOf, lastOf, tryTwice } from '../../src/probe/crash.ts';
import {
  answered,
  failWith,
  inconclusive,
  inRole,
  named,
  outcomeOf,
  pass,
} from '../../src/probe/judgement.ts';
import { requestsFor } from '../../src/probe/patience.ts';
import { randomLabel } from '../../src/probe/random.ts';

const CONTROLS = 2;

export const malformedOrigin: Check = {
  id: 'cors/malformed-origin',
  cases: ['CORS-O16'],
  title: 'An Origin that no browser sends does not break the service',
  severity: 'low',
  kind: 'spec',
  active: true,
  exhausting: false,
  why: 'A service that takes apart what it is sent without care answers 500, and may do worse.',
  remedy: 'Compare Origin as text; do not parse it, or catch what parsing throws.',
  references: ['https://fetch.spec.whatwg.org/#origin-header', 'RFC 9110 section 15.6.1'],
  budget: ({ policy }) => requestsFor(CONTROLS + 2 * malformed(ownOrigin(policy), '').length + 1),
  needs: needsCors,
  observe,
  judge,
};

async function observe(probe: Probe, context: CheckContext): Promise<Exchange[]> {
  const caller = new Caller(probe, context);
  const { endpoint } = context.policy.cors!;
  const label = randomLabel(probe.random);
  const send = (role: string, origin: string | undefined) =>
    caller.call(endpoint, { role, headers: origin === undefined ? [] : [['origin', origin]] });
  const own = ownOrigin(context.policy);
  const exchanges = [await send('control', own), await send('ordinary', `https://${label}.example`)];
  for (const origin of malformed(own, label))
    exchanges.push(...(await tryTwice(() => send('probe', origin))));
  return [...exchanges, await send('control', own)];
}

/** Texts that are no origin: none of them may be granted by a browser, so a grant would matter to nobody. */
function malformed(own = 'https://app.example', label: string): string[] {
  const host = own.slice(own.indexOf('://') + 3);
  return [
    `HTTPS://${host}`,
    `${own}/`,
    `${own}.`,
    `https://${host}@${label}.example`,
    `${own}, https://${label}.example`,
    'https://[',
    '%',
  ];
}

function judge(exchanges: readonly Exchange[], context: CheckContext): Judgement {
  const refused = refusedControl(exchanges, context);
  if (refused !== undefined)
    return inconclusive(`the control ${named(refused)} ${outcomeOf(refused)}`, [refused]);
  const [ordinary] = inRole(exchanges, 'ordinary');
  // Some services answer any origin that they do not know with an error, which is no crash.
  if (!answered(ordinary))
    return inconclusive(`an ordinary origin that is not declared ${outcomeOf(ordinary)}`, [ordinary!]);
  const probes = inRole(exchanges, 'probe');
  const failure = failWith(crashesOf(probes, originOf).map(wrongOf));
  if (failure !== undefined) return failure;
  const silent = lastOf(probes, originOf).find((probe) => !answered(probe));
  if (silent !== undefined) return inconclusive(`${named(silent)} ${outcomeOf(silent)}`, [silent]);
  return pass('no Origin broke the service');
}

function wrongOf({ exchange }: Crash): { exchange: Exchange; message: string } {
  return { exchange, message: `Origin ${quote(originOf(exchange))} was answered 500, twice` };
}
