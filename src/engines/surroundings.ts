import type { Endpoint } from '../model/endpoint.ts';
import type { LoadScenario } from '../model/engine.ts';
import type { IdentityPool } from '../model/identity.ts';
import type { ProxySettings, Target } from '../model/target.ts';

/** What stands around a scenario and asks something of its engine, too. */
export interface Surroundings {
  readonly endpoints: Readonly<Record<string, Endpoint>>;
  readonly pools: Readonly<Record<string, IdentityPool>>;
  readonly sourceAddresses: readonly string[];
  readonly targets: readonly Target[];
  readonly proxied: readonly Proxied[];
  /** What the targets speak, as far as they were asked. */
  readonly protocols: readonly ('h1' | 'h2')[];
  readonly scenarios: readonly LoadScenario[];
}

/** A target that is reached through a proxy. */
export interface Proxied {
  readonly target: Target;
  readonly proxy: ProxySettings;
}

/** A scenario on its own. */
export const ALONE: Surroundings = {
  endpoints: {},
  pools: {},
  sourceAddresses: [],
  targets: [],
  proxied: [],
  protocols: [],
  scenarios: [],
};

/** One request that a scenario may send, as far as its plan tells. */
export interface Use {
  readonly name: string;
  readonly endpoint: Endpoint | undefined;
  readonly pool: IdentityPool | undefined;
}

/** The static requests of a scenario; for a script, which may send any, those of all endpoints. */
export function usesOf({ spec }: LoadScenario, { endpoints, pools }: Surroundings): readonly Use[] {
  const entries: readonly { endpoint: string; identity?: string | undefined }[] = spec.requests
    ? spec.requests.map((entry) => (typeof entry === 'string' ? { endpoint: entry } : entry))
    : Object.keys(endpoints).map((endpoint) => ({ endpoint }));
  return entries.map(({ endpoint: name, identity }) => {
    const endpoint = endpoints[name];
    const pool = identity ?? spec.identity ?? endpoint?.identity;
    return { name, endpoint, pool: pool === undefined ? undefined : pools[pool] };
  });
}
