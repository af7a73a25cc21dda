import { CAPABILITY_TITLES, type Capability, type Engine, type LoadScenario } from '../model/engine.ts';
import type { Quota } from '../model/identity.ts';
import { ALONE, type Proxied, type Surroundings, type Use, usesOf } from './surroundings.ts';

type Able = Pick<Engine, 'id' | 'capabilities'>;

/** What a scenario asks of an engine. */
export function needs(scenario: LoadScenario, around: Surroundings = ALONE): readonly Capability[] {
  const asked = { ...needsOfScenario(scenario), ...needsOfPlan(scenario, around) };
  return (Object.keys(CAPABILITY_TITLES) as Capability[]).filter((capability) => asked[capability]);
}

/** What a scenario asks for that an engine cannot do; such a scenario is refused before the first request. */
export function missing(
  scenario: LoadScenario,
  engine: Pick<Engine, 'capabilities'>,
  around: Surroundings = ALONE,
): readonly Capability[] {
  return needs(scenario, around).filter((capability) => !engine.capabilities.has(capability));
}

/** The sentence of a refusal, with those of `engines` that can; `undefined` when the engine can run the scenario. */
export function refusal(
  scenario: LoadScenario,
  engine: Able,
  around: Surroundings = ALONE,
  engines: readonly Able[] = [],
): string | undefined {
  const lacking = missing(scenario, engine, around).map((capability) => CAPABILITY_TITLES[capability]);
  if (lacking.length === 0) return undefined;
  const able = engines.filter((other) => missing(scenario, other, around).length === 0).map(({ id }) => id);
  const advice = able.length === 0 ? '' : `; ${listed(able)} can`;
  return `the engine "${engine.id}" cannot run the scenario "${scenario.name}": it has no ${lacking.join(', no ')}${advice}`;
}

type Needs = Partial<Record<Capability, boolean>>;

function needsOfScenario({ spec, module }: LoadScenario): Needs {
  const isOpen = spec.executor.endsWith('-arrival-rate');
  const isScript = module?.iteration !== undefined;
  return {
    requests: spec.requests !== undefined,
    iteration: isScript,
    cookies: isScript,
    'open-loop': isOpen,
    'closed-loop': !isOpen,
    ramping: spec.executor === 'ramping-vus',
    'per-vu-iterations': spec.executor === 'per-vu-iterations',
    pause: spec.pause > 0 && !isOpen,
    data: spec.data !== undefined,
  };
}

function needsOfPlan(scenario: LoadScenario, around: Surroundings): Needs {
  const { spec } = scenario;
  const { targets, protocols, scenarios } = around;
  const uses = usesOf(scenario, around);
  // What a script sends is its own business, told when it does.
  const requests = spec.requests ? uses : [];
  return {
    'several-scenarios': scenarios.filter((other) => other.spec.kind === spec.kind).length > 1,
    expectations: requests.some(expectsMore),
    head: requests.some(({ endpoint }) => endpoint?.method === 'HEAD'),
    sse: uses.some((use) => use.endpoint?.stream !== undefined && calls(scenario, use)),
    quotas: spec.kind === 'load' && uses.some((use) => quotasOf(use).length > 0),
    'address-quotas':
      spec.kind === 'load' && uses.some((use) => quotasOf(use).some(({ scope }) => scope === 'ip')),
    eddsa: uses.some(({ pool }) => pool?.kind === 'jwt' && pool.algorithm === 'EdDSA'),
    'max-rate': targets.some(({ maxRate }) => maxRate !== undefined),
    'local-address': around.sourceAddresses.length > 0,
    http2: protocols.includes('h2') || targets.some(({ connection }) => connection.protocol === 'h2'),
    'prior-knowledge': targets.some(
      ({ url, connection }) => connection.protocol === 'h2' && url.startsWith('http:'),
    ),
    'verified-tls': targets.some(({ url, tls }) => url.startsWith('https:') && tls?.insecure !== true),
    'server-names': targets.some(({ tls }) => tls?.servername !== undefined),
    proxy: around.proxied.length > 0,
    'proxied-address': around.proxied.some(({ target: { reach } }) => reach && 'resolve' in reach),
    'proxy-tls': around.proxied.some(hasTlsOfItsOwn),
    'single-use': targets.some(({ connection }) => connection.maxRequests === 1),
    'connection-limits': targets.some(limitsConnections),
  };
}

function expectsMore({ endpoint }: Use): boolean {
  const { headers, json, body } = endpoint?.expect ?? {};
  return headers !== undefined || json !== undefined || body !== undefined;
}

function quotasOf({ name, pool }: Use): readonly Quota[] {
  return [pool?.quota ?? []].flat().filter(({ endpoints }) => endpoints?.includes(name) ?? true);
}

/** Whether a scenario calls an endpoint, as far as can be seen: a script is taken to call what it names. */
function calls({ module }: LoadScenario, { name }: Use): boolean {
  const source = String(module?.iteration ?? '');
  return !module || ["'", '"', '`'].some((mark) => source.includes(mark + name + mark));
}

/** Whether what a target says of TLS must not reach its proxy, which speaks TLS as well. */
function hasTlsOfItsOwn({ target: { tls }, proxy }: Proxied): boolean {
  const isApart = tls !== undefined && (tls.insecure || tls.ca !== undefined || tls.cert !== undefined);
  return isApart && proxy.url.startsWith('https:');
}

function limitsConnections({ connection }: Surroundings['targets'][number]): boolean {
  const { maxAge, maxRequests, firstByteTimeout, idleTimeout } = connection;
  const limits = [maxAge, maxRequests === 1 ? undefined : maxRequests, firstByteTimeout, idleTimeout];
  return limits.some((limit) => limit !== undefined);
}

/** "a", "a and b", "a, b and c". */
function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
