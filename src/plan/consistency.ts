import { usesOf } from '../model/dealing.ts';
import type { LoadScenario } from '../model/engine.ts';
import type { Problem } from '../model/errors.ts';
import { quote } from '../model/text.ts';
import { corsOrigins } from './cors-origins.ts';
import { formatPath } from './path.ts';
import { plainHost } from './plain-url.ts';
import { portContradictions } from './ports.ts';
import type { Plan } from './schema.ts';
import { tokenPolicy } from './token-policy.ts';

type Rule = (plan: Plan, scenarios: readonly LoadScenario[]) => Problem[];

const RULES: readonly Rule[] = [
  endlessOrder,
  mixedOrder,
  sharedTokens,
  jwtPools,
  tokenPolicy,
  tenantPairs,
  tenantMarkers,
  signalSources,
  limitNames,
  pathSlots,
  acceptedRisks,
  portContradictions,
  plainHost,
  corsOrigins,
];

/** Statements of a plan that are each allowed but contradict one another. */
export function contradictions(plan: Plan, scenarios: readonly LoadScenario[]): Problem[] {
  return RULES.flatMap((rule) => rule(plan, scenarios));
}

/** Loads run first and floods last, so that neither waits for the other. */
function mixedOrder(_plan: Plan, scenarios: readonly LoadScenario[]): Problem[] {
  const kinds = new Map(scenarios.map(({ name, spec }) => [name, spec.kind]));
  return scenarios.flatMap(({ name, spec }) => {
    const before = kinds.get(spec.after ?? '');
    if (before === undefined || before === spec.kind) return [];
    const message = `a ${spec.kind} cannot wait for a ${before}: every load runs before the first flood`;
    return [
      { path: formatPath(['scenarios', name, 'after']), message, allowed: `a scenario of kind ${spec.kind}` },
    ];
  });
}

/** `after` must lead to a beginning. */
function endlessOrder(_plan: Plan, scenarios: readonly LoadScenario[]): Problem[] {
  const after = new Map(scenarios.map(({ name, spec }) => [name, spec.after]));
  return scenarios.flatMap(({ name }) => {
    const seen = new Set<string>();
    for (let at = after.get(name); at !== undefined && !seen.has(at); at = after.get(at)) seen.add(at);
    if (!seen.has(name)) return [];
    return [{ path: formatPath(['scenarios', name, 'after']), message: 'waits for itself in the end' }];
  });
}

/** A token that is listed twice would serve two uses, and they must not meet. */
function sharedTokens({ identities }: Plan): Problem[] {
  return Object.entries(identities).flatMap(([name, pool]) => {
    if (pool.kind !== 'static') return [];
    const turns = usesOf(pool.use).length;
    return pool.tokens.flatMap((token, at) => {
      const first = pool.tokens.indexOf(token);
      if (first % turns === at % turns) return [];
      const message = `is the same as tokens[${first}], which serves another use; load, checks and floods never share identities`;
      return [{ path: formatPath(['identities', name, 'tokens', at]), message, allowed: 'another token' }];
    });
  });
}

function jwtPools({ policy, identities }: Plan): Problem[] {
  const users = [
    ...policy.replay.map(({ identity }, index) => ({
      path: `policy.replay[${index}].identity`,
      name: identity,
    })),
    ...policy.replay.flatMap(({ otherIssuer: name }, index) =>
      name === undefined ? [] : [{ path: `policy.replay[${index}].otherIssuer`, name }],
    ),
    ...policy.authFailures.map(({ identity }, index) => ({
      path: `policy.authFailures[${index}].identity`,
      name: identity,
    })),
  ];
  const minting = Object.keys(identities).filter((name) => identities[name]?.kind === 'jwt');
  return users.flatMap(({ path, name }) => {
    const pool = identities[name];
    if (!pool || pool.kind === 'jwt') return [];
    const message = `pool ${quote(name)} is of kind ${pool.kind}; tokens can be forged from a pool of kind jwt alone`;
    return [{ path, message, allowed: minting.join(', ') || 'a pool of kind jwt' }];
  });
}

function tenantPairs({ policy, identities }: Plan): Problem[] {
  const { resources = [], collections = [] } = policy.tenancy ?? {};
  const pairs = [
    ...resources.map((each, index) => ({ ...each, at: `resources[${index}]` })),
    ...collections.map((each, index) => ({ ...each, at: `collections[${index}]` })),
  ];
  return pairs.flatMap(({ owner, intruder, at }) => {
    const tenants = [identities[owner]?.tenant, identities[intruder]?.tenant];
    const same = owner === intruder || (tenants[0] !== undefined && tenants[0] === tenants[1]);
    if (!same) return [];
    const message = 'owner and intruder are of the same tenant, so that nothing could be shown';
    return [{ path: `policy.tenancy.${at}.intruder`, message, allowed: 'a pool of another tenant' }];
  });
}

/** What a request says itself comes back in many an error, and would show nothing. */
function tenantMarkers({ policy, endpoints }: Plan): Problem[] {
  const { resources = [], collections = [] } = policy.tenancy ?? {};
  const asked = [
    ...resources.map(({ marker, path, absent = '' }) => ({ marker, texts: [path, absent] })),
    ...collections.map(({ marker, endpoint }) => {
      const { path = '', body = '' } = endpoints[endpoint] ?? {};
      return { marker, texts: [path, JSON.stringify(body)] };
    }),
  ];
  return asked.flatMap(({ marker, texts }, index) => {
    if (!texts.some((text) => text.includes(marker))) return [];
    const at = index < resources.length ? `resources[${index}]` : `collections[${index - resources.length}]`;
    const message = 'is part of the request itself, which errors may repeat, so that it would show nothing';
    return [{ path: `policy.tenancy.${at}.marker`, message, allowed: 'text of the answer alone' }];
  });
}

function signalSources({ signals }: Plan): Problem[] {
  return Object.entries(signals).flatMap(([name, signal]) => {
    if (!('json' in signal)) return [];
    const path = formatPath(['signals', name]);
    const sources = [signal.endpoint, signal.url].filter((source) => source !== undefined);
    if (sources.length === 1) return [];
    return [
      {
        path,
        message: sources.length === 0 ? 'names no source' : 'names two sources',
        allowed: 'endpoint or url',
      },
    ];
  });
}

function limitNames({ policy }: Plan): Problem[] {
  return policy.limits.flatMap(({ name }, index) => {
    const first = policy.limits.findIndex((limit) => limit.name === name);
    if (first === index) return [];
    return [{ path: `policy.limits[${index}].name`, message: `is also the name of policy.limits[${first}]` }];
  });
}

/** Slots that every engine fills by itself. */
const OWN_SLOTS = ['random', 'subject'];

function pathSlots({ endpoints }: Plan, scenarios: readonly LoadScenario[]): Problem[] {
  return scenarios.flatMap(({ name, spec, data }) => {
    const columns = [...OWN_SLOTS, ...Object.keys(data?.[0] ?? {})];
    return (spec.requests ?? []).flatMap((request, index) => {
      const path = endpoints[typeof request === 'string' ? request : request.endpoint]?.path ?? '';
      const unknown = [...path.matchAll(/\{([\w-]+)\}/g)]
        .map(([, slot]) => slot!)
        .filter((slot) => !columns.includes(slot));
      return unknown.map((slot) => ({
        path: formatPath(['scenarios', name, 'requests', index]),
        message: `nothing fills the slot {${slot}} of ${quote(path)}`,
        allowed: columns.map((column) => `{${column}}`).join(', '),
      }));
    });
  });
}

function acceptedRisks({ checks }: Plan): Problem[] {
  return checks.accept.flatMap(({ check }, index) =>
    checks.skip.includes(check)
      ? [
          {
            path: `checks.accept[${index}].check`,
            message: `${quote(check)} is skipped; there is no result to accept`,
          },
        ]
      : [],
  );
}
