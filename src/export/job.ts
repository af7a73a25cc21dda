import { optionsOf } from '../engines/k6/options.ts';
import { keyed, tellingsOf } from '../engines/k6/telling.ts';
import { signingKeyOf } from '../identities/key.ts';
import type { LoadJob, LoadScenario } from '../model/engine.ts';
import { PlanError } from '../model/errors.ts';
import { notAuthorised } from '../probe/authorisation.ts';
import { refuseWhatTheEngineCannotDo } from '../run/engine-fit.ts';
import { namedIdentities } from './identities.ts';
import { Expression } from './literal.ts';
import { exportedPool } from './pools.ts';
import type { ExportRequest } from './request.ts';
import { startTimes } from './schedule.ts';
import type { Variables } from './variables.ts';

/** What an exported script is told, as source code will say it. */
export interface ExportedJob {
  readonly payload: unknown;
  readonly options: unknown;
  /** By their names in k6. */
  readonly scenarios: Readonly<Record<string, LoadScenario>>;
}

/**
 * The job of a script that runs without canary-gate. Rejects with a `PlanError` for what k6 cannot express, and with a
 * `StartError` where its virtual users could not keep the quotas.
 */
export async function jobOf(request: ExportRequest, variables: Variables): Promise<ExportedJob> {
  const { loaded, kind } = request;
  const scenarios = chosen(request);
  refuseWhatTheEngineCannotDo({ ...request, loaded: { ...loaded, scenarios, proxies: {} } });
  refuseKeys(request);
  const [payload] = await tellingsOf(loadJob(request, scenarios), [{ scenarios }]);
  const pools = Object.entries(payload!.pools).map(([name, told]) => [
    name,
    exportedPool(name, told, loaded.plan.identities[name]!, kind, variables),
  ]);
  return {
    payload: variables.conceal({
      ...payload,
      pools: Object.fromEntries(pools),
      ...(request.audience === 'read' ? { named: true } : {}),
    }),
    options: variables.conceal(optionsFor(request, scenarios, variables)),
    scenarios: keyed(scenarios),
  };
}

/** The scenarios of a kind. Floods are attacks: who writes one down must be allowed to run it. */
function chosen({ loaded, kind, now }: ExportRequest): readonly LoadScenario[] {
  const scenarios = loaded.scenarios.filter(({ spec }) => spec.kind === kind);
  const refusal = kind === 'flood' ? notAuthorised(loaded.plan.targets.canary, now) : undefined;
  if (refusal !== undefined)
    throw new PlanError(loaded.file, [
      { path: 'targets.canary', message: `floods cannot be exported: ${refusal}` },
    ]);
  if (scenarios.length > 0) return scenarios;
  throw new PlanError(loaded.file, [
    {
      path: 'scenarios',
      message: `the plan has no scenario of the kind "${kind}", so nothing can be exported`,
    },
  ]);
}

/** A run would find out when it makes its first token. */
function refuseKeys({ loaded }: ExportRequest): void {
  const problems = Object.entries(loaded.plan.identities).flatMap(([name, settings]) => {
    if (settings.kind !== 'jwt') return [];
    try {
      signingKeyOf(settings.algorithm, settings.key);
      return [];
    } catch (error) {
      return [{ path: `identities.${name}.key`, message: (error as Error).message }];
    }
  });
  if (problems.length > 0) throw new PlanError(loaded.file, problems);
}

function loadJob({ loaded, kind, runId }: ExportRequest, scenarios: readonly LoadScenario[]): LoadJob {
  const { plan } = loaded;
  const never = new AbortController().signal;
  return {
    runId,
    arm: 'canary',
    target: plan.targets.canary,
    endpoints: plan.endpoints,
    scenarios,
    identities: namedIdentities(loaded),
    pools: plan.identities,
    sourceAddresses: [],
    seed: plan.run.seed,
    now: () => 0,
    abort: never,
    stop: never,
    maxRequests: kind === 'flood' ? plan.run.maxFloodRequests : plan.run.maxRequests,
  };
}

function optionsFor(
  { loaded, audience, instances }: ExportRequest,
  scenarios: readonly LoadScenario[],
  variables: Variables,
): unknown {
  const { canary } = loaded.plan.targets;
  const options = optionsOf(canary, keyed(scenarios), {}, instances);
  const starts = startTimes(scenarios);
  const begun = Object.entries(keyed(scenarios)).map(([key, { name }]) => [
    key,
    { ...options.scenarios[key], startTime: `${starts.get(name) ?? 0}ms` },
  ]);
  return {
    ...options,
    ...(audience === 'read' ? FOR_PEOPLE : {}),
    ...(canary.tls?.cert === undefined ? {} : { tlsAuth: certificates(variables) }),
    scenarios: Object.fromEntries(begun),
  };
}

/** The labels and figures that k6 has by itself, without the URLs, of which there may be one per request. */
const FOR_PEOPLE = {
  systemTags: ['proto', 'status', 'method', 'name', 'error_code', 'check', 'group', 'scenario'],
  summaryTrendStats: ['count', 'min', 'med', 'p(90)', 'p(95)', 'p(99)', 'max'],
} as const;

function certificates(variables: Variables): Expression {
  const cert = variables.read('TARGET_TLS_CERT', 'the client certificate, as PEM');
  const key = variables.read('TARGET_TLS_KEY', 'the key of the client certificate, as PEM');
  return new Expression(`certificates(${JSON.stringify(cert)}, ${JSON.stringify(key)})`);
}
