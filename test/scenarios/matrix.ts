import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checks } from '../../checks/index.ts';
import type { Defect } from '../../src/demo/defects.ts';
import { spawnDemo } from '../../src/demo/spawn.ts';
import { startDemo } from '../../src/demo/start.ts';
import { engines } from '../../src/engines/index.ts';
import type { Check, Profile } from '../../src/model/check.ts';
import type { LoadScenario } from '../../src/model/engine.ts';
import type { Report } from '../../src/model/report.ts';
import type { Scenario } from '../../src/model/scenario.ts';
import { type LoadedPlan, loadPlan } from '../../src/plan/load.ts';
import { runPlan } from '../../src/run/run.ts';
import type { PlanName } from './plans.ts';

/** What of a plan is run, so that a defect shows in the least time. */
export interface Part {
  /** Which checks; none when left out. */
  readonly checks?: (check: Check) => boolean;
  /** How much of the load; none when left out. */
  readonly load?: Share;
  /** `standard` when left out. */
  readonly profile?: Profile;
  /** Names of the limits that are tried; all of them when left out. */
  readonly limits?: readonly string[];
}

export interface Share {
  /** Share of the time. */
  readonly time: number;
  /** Share of the rate, for scenarios above 20/s: throughput gates need those below as they are. */
  readonly rate: number;
}

/** What says nothing of the target, because this machine is too slow, is run again. */
const ATTEMPTS = 6;
/** Of the service's limits, in ms. A machine too slow to do within it what a check has to do is given more. */
const WINDOW = 2000;
const BRIEF = 2;

export interface Shown {
  /** What nobody would expect. */
  readonly surprises: readonly string[];
  /** Set where the machine was too busy, each time, for a load to say anything. */
  readonly busy: string | undefined;
}

/** Runs part of a shipped plan against a demo service of its own. */
export async function show(plan: PlanName, part: Part, defect?: Defect): Promise<Shown> {
  for (let attempt = 1; ; attempt++) {
    const report = await runPart(plan, part, { defect, windowMs: attempt <= BRIEF ? WINDOW : 2 * WINDOW });
    const surprises = surprisesOf(failuresOf(report), defect);
    const { healthy, notes } = report.generator;
    const busy =
      part.load === undefined || healthy ? undefined : `this machine is too busy: ${notes.join('; ')}`;
    const telling = busy === undefined && !isOpen(report, defect);
    if (surprises.length === 0) return { surprises, busy: undefined };
    if (telling || attempt === ATTEMPTS) return { surprises, busy };
  }
}

/** A check may need several requests within one window, and a trend much that is alike: on a slow machine they say so. */
function isOpen({ checks, gates }: Report, defect?: Defect): boolean {
  const isPrimary = ({ id }: Failure) => id === defect?.primary;
  return (
    checks.some((check) => isPrimary(check) && check.outcome === 'inconclusive') ||
    gates.some((gate) => isPrimary(gate) && gate.state === 'inconclusive')
  );
}

interface Service {
  readonly defect: Defect | undefined;
  readonly windowMs: number;
}

async function runPart(plan: PlanName, part: Part, { defect, windowMs }: Service): Promise<Report> {
  const options = { port: 0, httpsPort: 0, defects: defect ? [defect.id] : [], windowMs };
  // A load must not share its processor's turn with the service; a few requests may.
  const loads = part.load !== undefined && part.load.time > 0.1;
  const demo = await (loads ? spawnDemo(options) : startDemo(options));
  const out = await mkdtemp(join(tmpdir(), 'canary-gate-matrix-'));
  try {
    const file = new URL(`../../scenarios/${plan}.plan.ts`, import.meta.url).pathname;
    const loaded = await loadPlan(file, { env: demo.env, cwd: '/' });
    const { report } = await runPlan({
      loaded: shortened(loaded, part),
      engine: engines[0]!,
      checks: checks.filter(part.checks ?? (() => false)),
      reporters: [],
      out,
      mode: part.load === undefined ? 'check' : 'run',
      progress: () => {},
      abort: new AbortController().signal,
      wallClock: Date.now,
      monotonic: () => performance.now(),
      uuid: randomUUID,
      version: '0.0.0-test',
    });
    return report;
  } finally {
    await Promise.all([demo.close(), rm(out, { recursive: true, force: true })]);
  }
}

/** A check, gate or trigger that failed; a check with the rows of the catalogue. */
interface Failure {
  readonly id: string;
  readonly cases?: readonly string[];
}

function failuresOf({ checks, gates }: Report): Failure[] {
  return [
    ...checks.filter(({ outcome }) => outcome === 'fail'),
    ...gates.filter(({ state }) => state === 'fail'),
  ];
}

/** The failures that the defect does not explain, and its primary where that did not fail. */
function surprisesOf(failures: readonly Failure[], defect?: Defect): string[] {
  const { primary, implied = [], case: row } = defect ?? {};
  const shown = failures.find(({ id }) => id === primary);
  const told = row === undefined || shown?.cases?.includes(row);
  return [
    ...failures.map(({ id }) => id).filter((id) => id !== primary && !implied.includes(id)),
    ...(primary === undefined || (shown !== undefined && told)
      ? []
      : [`${primary} ${row ?? ''} did not fail`]),
  ];
}

/** Floods are left out: they count for no gate. */
function shortened(loaded: LoadedPlan, { load, limits, profile = 'standard' }: Part): LoadedPlan {
  const { plan } = loaded;
  const kept = plan.policy.limits.filter(({ name }) => limits?.includes(name) ?? true);
  const scenarios = loaded.scenarios
    .filter(({ spec }) => load !== undefined && spec.kind === 'load')
    .map(
      (scenario): LoadScenario => ({
        ...scenario,
        spec: load ? shorter(scenario.spec, load) : scenario.spec,
      }),
    );
  const settings = { ...plan.checks, profile };
  return {
    ...loaded,
    scenarios,
    plan: { ...plan, checks: settings, policy: { ...plan.policy, limits: kept } },
  };
}

function shorter(spec: Scenario, { time, rate }: Share): Scenario {
  const startTime = spec.startTime * time;
  const slower = (full: number) => Math.max(Math.min(full, 20), full * rate);
  if (spec.executor === 'constant-arrival-rate')
    return { ...spec, startTime, rate: slower(spec.rate), duration: spec.duration * time };
  if (spec.executor === 'ramping-arrival-rate') {
    const stages = spec.stages.map(({ target, duration }) => ({
      target: slower(target),
      duration: duration * time,
    }));
    return { ...spec, startTime, stages };
  }
  if ('iterations' in spec) {
    const iterations = Math.max(1, Math.ceil(spec.iterations * time * rate));
    return { ...spec, startTime, iterations };
  }
  throw new Error(`the matrix knows no way to shorten ${spec.executor}`);
}
