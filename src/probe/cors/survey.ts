import type { Check, CheckContext, Probe } from '../../model/check.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Judgement } from '../../model/finding.ts';
import { type Call, Caller } from '../caller.ts';
import { answered, failWith, inconclusive, named, outcomeOf, type Wrong } from '../judgement.ts';
import { requestsFor } from '../patience.ts';
import { randomLabel } from '../random.ts';
import { corsEndpoint, corsOrigin } from './endpoint.ts';
import { preflightHeaders, SAFELISTED_METHODS } from './protocol.ts';

const SAMPLE_LABEL = 'cg000000';
/** Methods that change things; a preflight only asks for them. */
const WRITING = ['DELETE', 'PUT', 'PATCH'];

/**
 * What pages of declared origins would send: a GET and preflights for each origin, a GET without an origin, and
 * preflights for what the plan declares as closed. Its checks judge all of these exchanges.
 */
export const PAGES: Pick<Check, 'survey' | 'active' | 'exhausting' | 'budget' | 'observe'> = {
  survey: 'cors/pages',
  active: false,
  exhausting: false,
  budget: (context) => requestsFor(callsOf(context, SAMPLE_LABEL).length + 1),
  observe,
};

/** Judges the answers to pages, one by one: the failure, else whether one said nothing, else `otherwise`. */
export function judgeEach(
  exchanges: readonly Exchange[],
  wrongsOf: (exchange: Exchange) => readonly Wrong[],
  otherwise: () => Judgement,
): Judgement {
  if (exchanges.length === 0) return inconclusive('the quick profile does not ask for this');
  const silent = exchanges.find((exchange) => !answered(exchange));
  return (
    failWith(exchanges.filter(answered).flatMap(wrongsOf)) ??
    (silent && inconclusive(`${named(silent)} ${outcomeOf(silent)}`, [silent])) ??
    otherwise()
  );
}

async function observe(probe: Probe, context: CheckContext): Promise<Exchange[]> {
  const caller = new Caller(probe, context);
  const endpoint = corsEndpoint(context)!;
  const exchanges: Exchange[] = [];
  for (const call of callsOf(context, randomLabel(probe.random)))
    exchanges.push(await caller.call(endpoint, call));
  const first = exchanges.find(({ role }) => role === 'preflight');
  const status = first?.response?.status ?? 200;
  // No browser does this; it tells whether it was the credentials that the service missed.
  if (status < 200 || (status > 299 && status < 500))
    exchanges.push(await caller.call(endpoint, { ...firstPreflight(context), role: 'authenticated' }));
  return exchanges;
}

function callsOf(context: CheckContext, label: string): Call[] {
  const origins = originsOf(context);
  const calls = origins.flatMap((origin, index) => [
    simple([['origin', origin]]),
    ...methodsFor(index, context).map((method) => preflight(context, { origin, method })),
  ]);
  if (context.profile === 'quick') return calls;
  return [...calls, { ...simple([]), role: 'plain' }, ...closedCalls(context, origins[0]!, label)];
}

/** Every method is asked for in the name of the first origin; the others take turns, but for the deep profile. */
function methodsFor(index: number, { policy, profile }: CheckContext): readonly string[] {
  const methods = policy.cors?.methods ?? ['GET'];
  if (index === 0 || profile === 'deep') return methods;
  return methods.length === 0 ? [] : [methods[index % methods.length]!];
}

function originsOf(context: CheckContext): readonly string[] {
  const declared = context.policy.cors?.origins ?? [];
  if (declared.length === 0) return [corsOrigin(context)];
  return context.profile === 'quick' ? declared.slice(0, 1) : declared;
}

function closedCalls(context: CheckContext, origin: string, label: string): Call[] {
  const { closed = [], methods = [] } = context.policy.cors ?? {};
  const unlisted = WRITING.filter((method) => !(methods as string[]).includes(method));
  const asked = [...(context.profile === 'deep' ? unlisted : unlisted.slice(0, 1)), 'X-PROBE'];
  const call = (change: { method?: string; header?: string }): Call => ({
    ...preflight(context, {
      origin,
      method: change.method ?? 'GET',
      headers: change.header ? [change.header] : [],
    }),
    role: 'undeclared',
    facts: change,
  });
  return [
    ...(closed.includes('methods') ? asked.map((method) => call({ method })) : []),
    ...(closed.includes('headers') ? [call({ header: `x-probe-${label}` })] : []),
  ];
}

function simple(headers: Call['headers'] & object): Call {
  return { role: 'simple', headers };
}

function preflight(
  { policy }: CheckContext,
  { origin, method, headers }: { origin: string; method: string; headers?: readonly string[] },
): Call {
  const wanted = headers ?? policy.cors?.headers ?? [];
  return {
    role: 'preflight',
    method: 'OPTIONS',
    anonymous: true,
    facts: { method },
    headers: preflightHeaders({ origin, method, headers: wanted }),
  };
}

function firstPreflight(context: CheckContext): Call {
  const [method = 'GET'] = context.policy.cors?.methods ?? [];
  return { ...preflight(context, { origin: originsOf(context)[0]!, method }), anonymous: false };
}

/** True for a method that needs a grant. */
export function needsGrant(method: string): boolean {
  return !SAFELISTED_METHODS.includes(method);
}
