import type { CheckContext } from '../model/check.ts';
import { isSafe } from '../model/endpoint.ts';
import { needsData } from './caller.ts';

/** The endpoint on which CORS is looked at: the declared one, else any that may be read. */
export function corsEndpoint({ policy, endpoints }: CheckContext): string | undefined {
  if (policy.cors !== undefined) return policy.cors.endpoint;
  return Object.entries(endpoints).find(
    ([, endpoint]) =>
      endpoint.method === 'GET' && isSafe(endpoint) && !endpoint.stream && !needsData(endpoint),
  )?.[0];
}

/** An origin that may be expected to be granted: the first declared one, else the service's own. */
export function corsOrigin({ policy, target }: CheckContext): string {
  return policy.cors?.origins[0] ?? new URL(target.url).origin;
}
