import type { CheckContext } from '../../model/check.ts';
import type { HeaderLines, ProbeRequest } from '../../model/exchange.ts';
import { collectionsOf, withParameter } from './collections.ts';

/** A way to claim the owner's tenant. */
export interface Claim {
  readonly name: string;
  readonly apply: (request: ProbeRequest, tenant: string) => ProbeRequest;
}

/** Something that the owner can read and the other tenant cannot. */
export interface Ground {
  readonly name: string;
  readonly owner: string;
  readonly intruder: string;
  readonly marker: string;
  readonly timeout?: number;
  /** The endpoint to be called, or else the path to be read. */
  readonly endpoint?: string;
  readonly path?: string;
}

/** All declared names together, so that few requests try many; one by one in the deep profile. */
export function claimsOf({ policy, profile }: CheckContext): Claim[] {
  const { headers, query, host } = policy.tenancy!.overrides;
  const each = profile === 'deep';
  return [
    ...groups(headers, each).map((names) => byHeaders(names)),
    ...groups(query, each).map((names) => byQuery(names)),
    ...(host === undefined ? [] : [byHost(host)]),
  ];
}

/** Declared resources, and collections that checks may call. */
export function groundsOf(context: CheckContext): Ground[] {
  const resources = context.policy.tenancy?.resources ?? [];
  return [
    ...resources.map(({ name, path, owner, intruder, marker }) => ({ name, path, owner, intruder, marker })),
    ...collectionsOf(context).map(({ endpoint, owner, intruder, marker }) => ({
      name: endpoint,
      endpoint,
      owner,
      intruder,
      marker,
      timeout: context.endpoints[endpoint]!.timeout,
    })),
  ];
}

function byHeaders(names: readonly string[]): Claim {
  const lines = (tenant: string): HeaderLines => names.map((name) => [name, tenant] as const);
  return {
    name: `header ${names.join(', ')}`,
    apply: (request, tenant) => ({ ...request, headers: [...(request.headers ?? []), ...lines(tenant)] }),
  };
}

function byQuery(names: readonly string[]): Claim {
  return {
    name: `query ${names.join(', ')}`,
    apply: (request, tenant) =>
      names.reduce<ProbeRequest>((changed, name) => withParameter(changed, name, tenant), request),
  };
}

function byHost(host: string): Claim {
  return {
    name: `Host ${host}`,
    apply: (request) => ({ ...request, headers: [...(request.headers ?? []), ['host', host]] }),
  };
}

function groups(names: readonly string[], each: boolean): (readonly string[])[] {
  if (names.length === 0) return [];
  return each ? names.map((name) => [name]) : [names];
}
