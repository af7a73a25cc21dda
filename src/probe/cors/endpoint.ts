import type { CheckContext } from '../../model/check.ts';
import { isSafe } from '../../model/endpoint.ts';
import type { Policy } from '../../model/policy.ts';
import { needsData } from '../caller.ts';

type Declared = Pick<CheckContext, 'policy' | 'endpoints'>;

/** The endpoint on which CORS is looked at: the declared one, else any that may be read. */
export function corsEndpoint(context: Declared): string | undefined {
  const { policy, endpoints } = context;
  if (policy.cors !== undefined) return needsCors(context) === undefined ? policy.cors.endpoint : undefined;
  return Object.entries(endpoints).find(
    ([, endpoint]) =>
      endpoint.method === 'GET' && isSafe(endpoint) && !endpoint.stream && !needsData(endpoint),
  )?.[0];
}

/** What must be declared before origins are tried; undefined when it is. */
export function needsCors({ policy, endpoints }: Declared): string | undefined {
  if (policy.cors === undefined) return 'declare policy.cors: an endpoint, and the origins that may read it';
  const endpoint = endpoints[policy.cors.endpoint];
  const readable = endpoint !== undefined && isSafe(endpoint) && !needsData(endpoint);
  return readable
    ? undefined
    : `policy.cors.endpoint: "${policy.cors.endpoint}" is no endpoint that may be read`;
}

/** The same, and that there is an origin that may read. */
export function needsOrigins(context: CheckContext): string | undefined {
  const none = context.policy.cors?.origins.length === 0;
  return needsCors(context) ?? (none ? 'policy.cors.origins is empty' : undefined);
}

/** What to declare, for checks that do with any endpoint that a page may read. */
export function needsReadable(context: CheckContext): string | undefined {
  return corsEndpoint(context) === undefined
    ? 'declare policy.cors, or an endpoint that may be read'
    : undefined;
}

/** An origin that may be expected to be granted: the first declared one, else the service's own. */
export function corsOrigin({ policy, target }: CheckContext): string {
  return policy.cors?.origins[0] ?? new URL(target.url).origin;
}

/** The first declared origin that has a host. */
export function ownOrigin({ cors }: Policy): string | undefined {
  return cors?.origins.find((origin) => origin !== 'null');
}
