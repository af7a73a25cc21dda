import type { Check, CheckContext, Probe } from '../../model/check.ts';
import { isSafe } from '../../model/endpoint.ts';
import type { Exchange } from '../../model/exchange.ts';
import { Caller, needsData, requestOf } from '../caller.ts';
import { ERROR_KINDS, folderOf, provokeErrors } from '../errors.ts';
import { requestsFor } from '../patience.ts';
import { randomLabel } from '../random.ts';

/** Endpoints that a quick look takes of the policies of headers and of cookies. */
const QUICK = { headers: 2, cookies: 1 } as const;

type Declared = Pick<CheckContext, 'policy' | 'endpoints'>;

/**
 * One look at how the service answers, for all checks of headers, of cookies, and of how long errors are kept. Roles:
 * `endpoint <name>`, `error <kind>` for provoked errors, `declared <name>` for endpoints that are declared to answer with
 * an error or a redirect, and `malformed` for a request that no service can read. `facts.endpoint` names the endpoint,
 * `facts.json` says whether a body that was read to its end is JSON.
 */
export const ANSWERS = {
  survey: 'headers/answers',
  active: false,
  exhausting: false,
  profile: 'quick',
  budget: (context: CheckContext) =>
    requestsFor(answering(context).length + ERROR_KINDS) +
    erring(context).length +
    malformedOf(context).length,
  observe,
} satisfies Partial<Check>;

/** Endpoints of policy.headers that checks may call. */
export function surveyed(context: Declared): readonly string[] {
  return callable(context, context.policy.headers?.endpoints ?? []);
}

/** Endpoints that the survey asks, in the order of the policy, each once. */
export function answering(context: Declared & Partial<Pick<CheckContext, 'profile'>>): readonly string[] {
  const { headers, cookies, cache } = context.policy;
  const isQuick = context.profile === 'quick';
  const named = [
    ...callable(context, headers?.endpoints ?? []).slice(0, isQuick ? QUICK.headers : undefined),
    ...callable(context, cookies?.endpoints ?? []).slice(0, isQuick ? QUICK.cookies : undefined),
  ];
  return named.length > 0 ? [...new Set(named)] : callable(context, Object.keys(cache)).slice(0, 1);
}

/** What must be declared before headers are looked at; undefined when it is. */
export function needsHeaders(context: CheckContext): string | undefined {
  if (context.policy.headers === undefined)
    return 'declare policy.headers: the endpoints whose headers are looked at';
  return surveyed(context).length === 0
    ? 'policy.headers.endpoints names no endpoint that may be read'
    : undefined;
}

/** True for the endpoints of policy.headers, as they answer to a good request. */
export function isEndpoint({ role, facts }: Exchange, { policy }: CheckContext): boolean {
  return (
    role.startsWith('endpoint ') && (policy.headers?.endpoints.includes(String(facts?.['endpoint'])) ?? false)
  );
}

function callable({ endpoints }: Declared, names: readonly string[]): readonly string[] {
  return [...new Set(names)].filter((name) => {
    const endpoint = endpoints[name];
    return endpoint !== undefined && isSafe(endpoint) && !needsData(endpoint);
  });
}

function erring(context: CheckContext): readonly string[] {
  if (context.profile === 'quick') return [];
  return callable(context, context.policy.headers?.errors ?? []);
}

async function observe(probe: Probe, context: CheckContext): Promise<Exchange[]> {
  const caller = new Caller(probe, context);
  const exchanges: Exchange[] = [];
  for (const name of answering(context))
    exchanges.push(await caller.call(name, { role: `endpoint ${name}`, facts: { endpoint: name } }));
  const endpoint = provoked(context);
  if (endpoint !== undefined)
    exchanges.push(...(await provokeErrors(caller, context, { endpoint, label: randomLabel(probe.random) })));
  for (const name of erring(context))
    exchanges.push(await once(probe, caller, context, name, `declared ${name}`));
  for (const { name, path, body } of malformedOf(context))
    exchanges.push(
      await once(probe, caller, context, name, 'malformed', { ...(path && { path }), ...(body && { body }) }),
    );
  return exchanges.map(read);
}

/** Notes whether a body is JSON while it is at hand as it came: what is stored is redacted. */
function read(exchange: Exchange): Exchange {
  const { body = '', truncated = true } = exchange.response ?? {};
  return truncated ? exchange : { ...exchange, facts: { ...exchange.facts, json: isJson(body) } };
}

/** What some services put before JSON, so that it is no script. */
const GUARD = /^(?:\)\]\}',?|while\s*\(1\);|for\s*\(;;\);)\s*/;

function isJson(body: string): boolean {
  try {
    JSON.parse(body.replace(/^\ufeff/, '').replace(GUARD, ''));
    return true;
  } catch {
    return false;
  }
}

/** The endpoint beside which errors are provoked: one that wants credentials can be made to answer 401 as well. */
function provoked(context: CheckContext): string | undefined {
  const names = answering(context);
  return names.find((name) => context.endpoints[name]?.identity !== undefined) ?? names[0];
}

/** One request whatever comes back: an error is what is asked for, so there is nothing to wait for. */
async function once(
  probe: Probe,
  caller: Caller,
  context: CheckContext,
  name: string,
  role: string,
  change: { readonly path?: string; readonly body?: string } = {},
): Promise<Exchange> {
  const endpoint = context.endpoints[name]!;
  const as = await caller.actor(endpoint.identity);
  const request = requestOf(endpoint, { subject: as?.subject ?? '', random: probe.random });
  const facts = { endpoint: name };
  return probe.send({ ...request, ...change }, { role, facts, timeout: endpoint.timeout, ...(as && { as }) });
}

interface Malformed {
  readonly name: string;
  readonly path?: string;
  readonly body?: string;
}

/** A path that cannot be decoded and, where JSON may be sent, a text that is none: both must fail before anything is done. */
function malformedOf(context: CheckContext): readonly Malformed[] {
  const [first] = answering(context);
  if (context.profile === 'quick' || first === undefined) return [];
  const { endpoints } = context;
  const readable = answering(context).find((name) => endpoints[name]!.method === 'GET');
  const written = answering(context).find((name) => typeof endpoints[name]!.body === 'object');
  return [
    ...(readable === undefined
      ? []
      : [{ name: readable, path: `${folderOf(endpoints[readable]!.path)}canary-gate-%zz` }]),
    ...(written === undefined ? [] : [{ name: written, body: '{"canary-gate": ' }]),
  ];
}
