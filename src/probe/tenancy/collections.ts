import type { CheckContext } from '../../model/check.ts';
import { isSafe } from '../../model/endpoint.ts';
import type { Exchange, ProbeRequest } from '../../model/exchange.ts';
import type { TenantCollection } from '../../model/policy/tenancy.ts';
import { needsData, requestOf } from '../caller.ts';
import type { Reader, Reading } from './tenancy.ts';

/** Declared collections that checks may call. */
export function collectionsOf({ policy, endpoints }: CheckContext): TenantCollection[] {
  return (policy.tenancy?.collections ?? []).filter(({ endpoint: name }) => {
    const endpoint = endpoints[name];
    return endpoint !== undefined && isSafe(endpoint) && !needsData(endpoint);
  });
}

/** The request of a collection as its owner makes it: whoever sends it asks for what is the owner's. */
export async function ownersRequest(
  reader: Reader,
  context: CheckContext,
  { endpoint, owner }: TenantCollection,
  random: () => number,
): Promise<ProbeRequest> {
  const subject = (await reader.caller.actor(owner))?.subject ?? '';
  return requestOf(context.endpoints[endpoint]!, { subject, random });
}

/** The same path with another query parameter. */
export function withParameter(request: ProbeRequest, name: string, value: string): ProbeRequest {
  const mark = request.path.includes('?') ? '&' : '?';
  return {
    ...request,
    path: `${request.path}${mark}${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  };
}

/** Reads for one collection: how a reading is called, and as whom. */
export function readerOf(
  reader: Reader,
  context: CheckContext,
  { endpoint, marker }: TenantCollection,
): (part: string, pool: string | undefined, request: ProbeRequest, text?: string) => Promise<Exchange> {
  const { timeout } = context.endpoints[endpoint]!;
  return (part, pool, request, text = marker) => {
    const reading: Reading = { role: `${part} ${endpoint}`, pool, request, marker: text, timeout };
    return reader.read(reading);
  };
}
