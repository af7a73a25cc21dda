import type { LoadScenario } from '../model/engine.ts';
import type { Problem } from '../model/errors.ts';
import { didYouMean } from '../model/suggest.ts';
import { quote } from '../model/text.ts';
import { answerReferences } from './answer-references.ts';
import { formatPath, type PathParts, valueAt } from './path.ts';
import type { Plan } from './schema.ts';

type Kind = 'endpoint' | 'identity' | 'scenario';

interface Reference {
  readonly path: PathParts;
  readonly kind: Kind;
  readonly name: string | undefined;
}

export type Defined = Readonly<Record<Kind | 'signal', readonly string[]>>;

/** Names that a plan defines, whether their definitions are right or not. */
export function definedNames(data: unknown): Defined {
  const keys = (section: string) => {
    const value = valueAt(data, [section]);
    return typeof value === 'object' && value !== null ? Object.keys(value) : [];
  };
  return {
    endpoint: keys('endpoints'),
    identity: keys('identities'),
    scenario: keys('scenarios'),
    signal: keys('signals'),
  };
}

/** Names that a plan uses but does not define. */
export function danglingReferences(
  plan: Plan,
  scenarios: readonly LoadScenario[],
  defined: Defined,
): Problem[] {
  const problems: Problem[] = [];
  for (const { path, kind, name } of references(plan, scenarios)) {
    const names = defined[kind];
    if (name === undefined || names.includes(name)) continue;
    const message = `there is no ${kind} ${quote(name)}.${didYouMean(name, names)}`;
    problems.push({ path: formatPath(path), message, allowed: names.join(', ') || 'none is defined' });
  }
  return problems;
}

function* references(plan: Plan, scenarios: readonly LoadScenario[]): Generator<Reference> {
  yield* definitions(plan);
  yield* policy(plan);
  for (const { name, spec } of scenarios) {
    const path = ['scenarios', name];
    yield { path: [...path, 'after'], kind: 'scenario', name: spec.after };
    yield { path: [...path, 'identity'], kind: 'identity', name: spec.identity };
    for (const [index, request] of (spec.requests ?? []).entries()) {
      const { endpoint, identity } = typeof request === 'string' ? { endpoint: request } : request;
      yield { path: [...path, 'requests', index], kind: 'endpoint', name: endpoint };
      yield { path: [...path, 'requests', index, 'identity'], kind: 'identity', name: identity };
    }
  }
}

function* definitions({ endpoints, identities, signals }: Plan): Generator<Reference> {
  for (const [name, { identity }] of Object.entries(endpoints))
    yield { path: ['endpoints', name, 'identity'], kind: 'identity', name: identity };
  for (const [name, { quota }] of Object.entries(identities))
    for (const { endpoints: names = [] } of [quota ?? []].flat())
      for (const [index, endpoint] of names.entries())
        yield { path: ['identities', name, 'quota', 'endpoints', index], kind: 'endpoint', name: endpoint };
  for (const [name, signal] of Object.entries(signals))
    if ('endpoint' in signal)
      yield { path: ['signals', name, 'endpoint'], kind: 'endpoint', name: signal.endpoint };
}

function* policy({ policy: promised }: Plan): Generator<Reference> {
  const { cors, jwt, replay, limits, tenancy, health } = promised;
  yield { path: ['policy', 'cors', 'endpoint'], kind: 'endpoint', name: cors?.endpoint };
  for (const [index, name] of (cors?.also ?? []).entries())
    yield { path: ['policy', 'cors', 'also', index], kind: 'endpoint', name };
  yield* pair(['policy', 'jwt'], jwt);
  for (const [index, route] of replay.entries()) {
    const path = ['policy', 'replay', index];
    yield* pair(path, route);
    yield { path: [...path, 'otherIssuer'], kind: 'identity', name: route.otherIssuer };
    for (const [at, name] of route.elsewhere.entries())
      yield { path: [...path, 'elsewhere', at], kind: 'endpoint', name };
  }
  for (const [index, limit] of limits.entries()) {
    yield* pair(['policy', 'limits', index], limit);
    for (const [at, name] of limit.exempt.entries())
      yield { path: ['policy', 'limits', index, 'exempt', at], kind: 'endpoint', name };
  }
  for (const [index, limit] of promised.authFailures.entries())
    yield* pair(['policy', 'authFailures', index], limit);
  yield* answerReferences(promised);
  for (const [index, { owner, intruder }] of (tenancy?.resources ?? []).entries()) {
    const path = ['policy', 'tenancy', 'resources', index];
    yield { path: [...path, 'owner'], kind: 'identity', name: owner };
    yield { path: [...path, 'intruder'], kind: 'identity', name: intruder };
  }
  for (const [index, { endpoint, owner, intruder }] of (tenancy?.collections ?? []).entries()) {
    const path = ['policy', 'tenancy', 'collections', index];
    yield { path: [...path, 'endpoint'], kind: 'endpoint', name: endpoint };
    yield { path: [...path, 'owner'], kind: 'identity', name: owner };
    yield { path: [...path, 'intruder'], kind: 'identity', name: intruder };
  }
  for (const key of ['liveness', 'readiness'] as const)
    yield { path: ['policy', 'health', key], kind: 'endpoint', name: health?.[key] };
  for (const [index, name] of (health?.serves ?? []).entries())
    yield { path: ['policy', 'health', 'serves', index], kind: 'endpoint', name };
  for (const [index, { endpoint, twin }] of promised.streams.entries()) {
    const path = ['policy', 'streams', index];
    yield { path: [...path, 'endpoint'], kind: 'endpoint', name: endpoint };
    yield { path: [...path, 'twin', 'endpoint'], kind: 'endpoint', name: twin?.endpoint };
  }
}

function* pair(
  path: PathParts,
  names: { readonly endpoint: string; readonly identity?: string | undefined } | undefined,
): Generator<Reference> {
  yield { path: [...path, 'endpoint'], kind: 'endpoint', name: names?.endpoint };
  yield { path: [...path, 'identity'], kind: 'identity', name: names?.identity };
}
