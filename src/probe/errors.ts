import type { CheckContext } from '../model/check.ts';
import { isSafe } from '../model/endpoint.ts';
import type { Exchange, HeaderLines } from '../model/exchange.ts';
import type { Call, Caller } from './caller.ts';

/** A kind of error, and the call that a service answers with it. */
interface Provocation {
  readonly kind: '401' | '404' | '405';
  readonly endpoint: string;
  readonly call: Omit<Call, 'role'>;
}

/** The statuses that count as the error that was asked for; a service may hide what exists behind 404 or 403. */
const STATUSES: Readonly<Record<Provocation['kind'], readonly number[]>> = {
  '401': [401, 403],
  '404': [401, 403, 404, 410],
  '405': [401, 403, 404, 405, 501],
};

/** At most one request for each kind. */
export const ERROR_KINDS = 3;

/**
 * Makes a service answer 401, 404 and 405 without harm: credentials left out, a path that does not exist, and a GET
 * where the plan knows only methods that write. Never a method that could change anything.
 */
export async function provokeErrors(
  caller: Caller,
  context: CheckContext,
  { endpoint, label, headers = [] }: { endpoint: string; label: string; headers?: HeaderLines },
): Promise<Exchange[]> {
  const exchanges: Exchange[] = [];
  for (const { kind, endpoint: name, call } of provocations(context, endpoint, label))
    exchanges.push(await caller.call(name, { ...call, role: `error ${kind}`, facts: { kind }, headers }));
  return exchanges;
}

/** True when the answer is an error of the kind that was asked for. */
export function isProvoked(exchange: Exchange): boolean {
  const kind = exchange.facts?.['kind'] as Provocation['kind'];
  return STATUSES[kind]?.includes(exchange.response?.status ?? 0) ?? false;
}

function provocations(context: CheckContext, name: string, label: string): Provocation[] {
  const endpoint = context.endpoints[name];
  const writing = Object.entries(context.endpoints).find(([, { method, path, stream }]) => {
    const readable = Object.values(context.endpoints).some((each) => each.path === path && isSafe(each));
    return (
      ['POST', 'PUT', 'PATCH', 'DELETE'].includes(method) &&
      !readable &&
      stream === undefined &&
      !path.includes('{')
    );
  });
  const missing = `${folderOf(endpoint?.path ?? '/')}canary-gate-${label}`;
  return [
    ...(endpoint?.identity === undefined
      ? []
      : [{ kind: '401' as const, endpoint: name, call: { anonymous: true } }]),
    { kind: '404', endpoint: name, call: { path: missing, method: 'GET' } },
    ...(writing === undefined
      ? []
      : [{ kind: '405' as const, endpoint: writing[0], call: { method: 'GET' } }]),
  ];
}

/** The folder of a path, up to its first slot or query: where a path that does not exist is looked for. */
export function folderOf(path: string): string {
  return (path.split(/[?{]/)[0] ?? '/').replace(/[^/]*$/, '') || '/';
}

/** A request that a service answers with an error: without its credentials, or for a path that does not exist. */
export function errorOf(
  endpoint: { path: string; identity?: string | undefined } | undefined,
  name: string,
): { anonymous: true; path?: string } {
  if (endpoint?.identity !== undefined) return { anonymous: true };
  return { anonymous: true, path: `${folderOf(endpoint?.path ?? '/')}canary-gate-${name}` };
}
