import type { LoadScenario } from '../../model/engine.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { Target } from '../../model/target.ts';

/** What k6 is told of one scenario, in its own words. */
export type K6Scenario = Readonly<Record<string, unknown>>;

export interface K6Options {
  readonly scenarios: Readonly<Record<string, K6Scenario>>;
  readonly [option: string]: unknown;
}

/** The script ends requests itself at the end of `gracefulStop`, and counts them as cut; k6 would lose them. */
export const SPARE = 5000;
/** k6 wants whole numbers, so fractions become more per longer time; no more than this often. */
const LONGEST_UNIT = 1_000_000;
/** k6 wants no less, in ms; the script keeps what is shorter. */
export const SHORTEST = 1000;
/** Longer than any setup should take; the plan has no limit of its own. */
const ASIDE = '10m';

/** Files of the target's TLS settings, read, and what only the environment may hold. */
export interface Secrets {
  readonly cert?: string;
  readonly key?: string;
}

/** The options of one k6 process. No thresholds: k6 measures, and gates are judged here. */
export function optionsOf(
  target: Pick<Target, 'url' | 'tls' | 'connection' | 'reach'>,
  scenarios: Readonly<Record<string, LoadScenario>>,
  secrets: Secrets = {},
  instances = 1,
): K6Options {
  const { tls, connection, reach } = target;
  return {
    scenarios: Object.fromEntries(
      Object.entries(scenarios).map(([key, scenario]) => [key, scenarioOf(scenario, instances)]),
    ),
    // Of k6's own labels only the one without which a dropped arrival would belong to nobody.
    systemTags: ['scenario'],
    noCookiesReset: true,
    setupTimeout: ASIDE,
    teardownTimeout: ASIDE,
    summaryTrendStats: ['count'],
    ...(connection.maxRequests === 1 ? { noConnectionReuse: true } : {}),
    ...(tls?.insecure ? { insecureSkipTLSVerify: true } : {}),
    ...(secrets.cert === undefined ? {} : { tlsAuth: [{ cert: secrets.cert, key: secrets.key }] }),
    ...(reach && 'resolve' in reach ? { hosts: { [new URL(target.url).hostname]: reach.resolve } } : {}),
  };
}

/** Most virtual users that a scenario may have at once. */
export function mostUsers(spec: Scenario): number {
  if ('vus' in spec) return spec.vus;
  if ('preAllocatedVUs' in spec) return spec.maxVUs ?? spec.preAllocatedVUs;
  return Math.max(1, spec.startVUs, ...spec.stages.map(({ target }) => Math.round(target)));
}

function scenarioOf({ spec }: LoadScenario, instances: number): K6Scenario {
  return {
    executor: spec.executor,
    exec: 'iterate',
    startTime: ms(spec.startTime),
    gracefulStop: ms(spec.gracefulStop + SPARE),
    ...(EXECUTORS[spec.executor] as (spec: Scenario, instances: number) => K6Scenario)(spec, instances),
  };
}

type Of<E extends Scenario['executor']> = Extract<Scenario, { executor: E }>;
type Crew = Pick<Of<'constant-arrival-rate'>, 'preAllocatedVUs' | 'maxVUs'>;

/** The fields of each executor's own. */
const EXECUTORS: { readonly [E in Scenario['executor']]: (spec: Of<E>, instances: number) => K6Scenario } = {
  'constant-arrival-rate': (spec, instances) => ({
    ...rated([spec.rate], spec.timeUnit, ([rate]) => ({ rate })),
    duration: atLeast(spec.duration),
    ...crew(spec, instances),
  }),
  'ramping-arrival-rate': (spec, instances) => ({
    ...rated(
      [spec.startRate, ...spec.stages.map(({ target }) => target)],
      spec.timeUnit,
      ([startRate, ...targets]) => ({
        startRate,
        stages: spec.stages.map(({ duration }, index) => ({
          target: targets[index],
          duration: ms(duration),
        })),
      }),
    ),
    ...crew(spec, instances),
  }),
  'constant-vus': ({ vus, duration }) => ({ vus, duration: atLeast(duration) }),
  'ramping-vus': ({ startVUs, stages, gracefulStop }) => ({
    startVUs,
    gracefulRampDown: ms(gracefulStop + SPARE),
    stages: stages.map(({ target, duration }) => ({ target: Math.round(target), duration: ms(duration) })),
  }),
  'shared-iterations': iterations,
  'per-vu-iterations': iterations,
};

function iterations({
  vus,
  iterations: count,
  maxDuration,
}: Of<'shared-iterations'> | Of<'per-vu-iterations'>) {
  return { vus, iterations: count, maxDuration: atLeast(maxDuration) };
}

/**
 * For each virtual user that k6 makes later than at the start it drops an arrival, and instances cannot lend each other
 * theirs: as a rule of thumb, chance varies by the root of how many share.
 */
function crew({ preAllocatedVUs, maxVUs = preAllocatedVUs }: Crew, instances: number) {
  const ready = Math.ceil(preAllocatedVUs * Math.sqrt(instances));
  return { preAllocatedVUs: Math.min(ready, maxVUs), maxVUs };
}

/** Rates as whole numbers, all over the same, longer time where they are fractions. */
function rated(
  rates: readonly number[],
  timeUnit: number,
  fields: (whole: readonly number[]) => K6Scenario,
): K6Scenario {
  let factor = 1;
  while (factor < LONGEST_UNIT && rates.some((rate) => !isWhole(rate * factor))) factor *= 10;
  return { ...fields(rates.map((rate) => Math.round(rate * factor))), timeUnit: ms(timeUnit * factor) };
}

const isWhole = (value: number) => Math.abs(value - Math.round(value)) < 1e-6;

const atLeast = (milliseconds: number): string => ms(Math.max(SHORTEST, milliseconds));

const ms = (milliseconds: number): string => `${Number(milliseconds.toFixed(3))}ms`;
