import { isSafe } from '../../model/endpoint.ts';
import type { HeaderLines, ProbeRequest } from '../../model/exchange.ts';
import type { Credential } from '../../model/identity.ts';
import type { Actor, Call, Ground } from './actor.ts';
import { pathForms } from './paths.ts';
import { FORWARDED, forgedAddress, forgedV6 } from './spoof.ts';

/** Rows of the catalogue that ask whether a client escapes its limit by sending the same request in another way. */
export type VariationRow = 'RL-18' | 'RL-19' | 'RL-21' | 'RL-22' | 'RL-23';

/** Another way to send what a client sends; it must count as the same client's. */
export interface Variation {
  /** Completes "served beyond the limit with ...". */
  readonly name: string;
  readonly rows: readonly VariationRow[];
  /** Being served means the answer that the plain request gets, not just any success. */
  readonly same?: boolean;
  readonly apply: (ground: Ground, actor: Actor) => Promise<Pick<Call, 'change' | 'credential'>>;
}

/** Variations that keep the request what it is, and so can go in one; those that apply to the limit. */
export function disguises(ground: Ground): Variation[] {
  return [...(renewable(ground) ? [FRESH_TOKEN] : []), FORGED, OTHER_KEYS];
}

/** All of them in one request. */
export function combined(variations: readonly Variation[]): Variation {
  return {
    name: variations.map(({ name }) => name).join(', '),
    rows: [...new Set(variations.flatMap(({ rows }) => rows))],
    ...(variations.some(({ same }) => same) && { same: true }),
    apply: async (ground, actor) => {
      let credential: Credential | undefined;
      const changes: NonNullable<Call['change']>[] = [];
      for (const variation of variations) {
        const applied = await variation.apply(ground, actor);
        credential = applied.credential ?? credential;
        if (applied.change) changes.push(applied.change);
      }
      return {
        credential,
        change: (request) => changes.reduce((changed, change) => change(changed), request),
      };
    },
  };
}

/** A new token of the same subject counts as the same client where the limit counts by subject. */
export function renewable({ limit, probe }: Pick<Ground, 'limit' | 'probe'>): boolean {
  const minter = limit.identity === undefined ? undefined : probe.minter(limit.identity);
  return limit.scope === 'subject' && minter !== undefined && !minter.oneTime;
}

const FRESH_TOKEN: Variation = {
  name: 'a new token of the same subject',
  rows: ['RL-18'],
  apply: async ({ probe }, { credential }) => ({ credential: credential && (await probe.fresh(credential)) }),
};

const FORGED = forged('forged headers that claim another address');

/** Claims addresses in some headers only. */
export function forged(name: string, headers: readonly string[] = FORWARDED): Variation {
  return {
    name,
    rows: ['RL-19'],
    apply: async ({ probe }) => ({ change: withHeaders(() => forgedAddress(probe.random, headers)) }),
  };
}

/** For limiters that take nothing but one address, and of IPv6. */
export const FORGED_V6: Variation = {
  name: 'forged headers that claim an address of IPv6',
  rows: ['RL-19'],
  apply: async ({ probe }) => ({ change: withHeaders(() => forgedV6(probe.random)) }),
};

const OTHER_KEYS: Variation = {
  name: 'another User-Agent, Accept-Language and query',
  rows: ['RL-23'],
  apply: async ({ probe }) => ({ change: (request) => otherKeys(request, probe.random) }),
};

function otherKeys(request: ProbeRequest, random: () => number): ProbeRequest {
  const word = Math.floor(random() * 1e9).toString(36);
  const headers: HeaderLines = [
    ['User-Agent', `canary-gate/${word}`],
    ['Accept', 'application/json, */*;q=0.8'],
    ['Accept-Language', random() < 0.5 ? 'en-GB' : 'de-AT'],
  ];
  const path = `${request.path}${request.path.includes('?') ? '&' : '?'}z=${word}`;
  return withHeaders(() => headers)({ ...request, path });
}

/** Methods that the plan says count too; and the plain answer asked for by a method that limiters often spare. */
export function methodVariations({ limit, endpoint }: Pick<Ground, 'limit' | 'endpoint'>): Variation[] {
  const declared = limit.methods.filter((method) => isSafe({ method, safe: endpoint.safe }));
  const asked = declared.map((method) => byMethod(`the method ${method}`, method));
  if (endpoint.method !== 'GET' || asked.length === 0) return asked;
  const override = byMethod('OPTIONS and X-HTTP-Method-Override: GET', 'OPTIONS', [
    ['X-HTTP-Method-Override', 'GET'],
  ]);
  return [...asked, { ...override, same: true }];
}

function byMethod(name: string, method: string, headers: HeaderLines = []): Variation {
  const change = (request: ProbeRequest) => withHeaders(() => headers)({ ...request, method });
  return { name, rows: ['RL-22'], apply: async () => ({ change }) };
}

/** Other forms of the path that a lenient router may take for the same. */
export function pathVariations({ endpoint }: Pick<Ground, 'endpoint'>): Variation[] {
  return pathForms(endpoint.path).map(({ name, form }) => ({
    name,
    rows: ['RL-21'],
    same: true,
    apply: async () => ({ change: (request) => ({ ...request, path: form(request.path) }) }),
  }));
}

/** Replaces headers of the same names. */
function withHeaders(make: () => HeaderLines): (request: ProbeRequest) => ProbeRequest {
  return (request) => {
    const headers = make();
    const names = new Set(headers.map(([name]) => name.toLowerCase()));
    const others = (request.headers ?? []).filter(([name]) => !names.has(name.toLowerCase()));
    return { ...request, headers: [...others, ...headers] };
  };
}
