import type { Check, Profile } from '../model/check.ts';
import type { LoadScenario } from '../model/engine.ts';
import { selectChecks } from '../probe/select.ts';
import { type CheckOutlook, checkOutlooks, requestsOf, secondsOf } from './check-outlook.ts';
import { type GateOutlook, gateOutlooks } from './gate-outlook.ts';
import { type IdentityNeed, identityNeeds } from './identities.ts';
import type { LoadedPlan } from './load.ts';
import { peakRate, plannedIterations } from './rates.ts';
import { timeline } from './timeline.ts';

/** What a run would do, and whether it could conclude. Nothing is sent to find out. */
export interface Feasibility {
  readonly plan: { readonly name: string; readonly file: string; readonly sha256: string };
  readonly scenarios: readonly ScenarioOutlook[];
  readonly identities: readonly IdentityNeed[];
  readonly checks: ChecksOutlook;
  readonly gates: readonly GateOutlook[];
  /** What is not wrong, but worth knowing before the run. */
  readonly notes: readonly string[];
  /** At most, by stage. */
  readonly seconds: Readonly<Record<'checks' | 'load' | 'limits' | 'floods' | 'total', number>>;
}

export interface ScenarioOutlook {
  readonly name: string;
  readonly kind: 'load' | 'flood';
  readonly executor: string;
  /** Iterations when nothing stops them; null where time alone bounds a closed loop. */
  readonly iterations: number | null;
  /** Iterations per second at most; null for closed loops. */
  readonly rate: number | null;
  readonly vus: number;
  /** Seconds from the start of its stage. */
  readonly from: number;
  readonly to: number;
}

export interface ChecksOutlook {
  readonly selected: number;
  readonly applicable: number;
  readonly profile: Profile;
  /** Requests at most. */
  readonly requests: number;
  /** Those that apply. */
  readonly each: readonly CheckOutlook[];
  /** Checks that would say nothing, and what they need. */
  readonly notApplicable: readonly { readonly id: string; readonly needs: string }[];
}

/** Reckons what a run of this plan would come to. */
export function feasibility(loaded: LoadedPlan, checks: readonly Check[]): Feasibility {
  const { plan, label, sha256, scenarios } = loaded;
  const outlooks = checkOutlooks(selectChecks(checks, plan.checks), plan);
  const seconds = {
    checks: secondsOf(outlooks.filter(({ exhausting }) => !exhausting)),
    load: Math.min(stageSeconds(scenarios, 'load'), plan.run.maxDuration / 1000),
    limits: secondsOf(outlooks.filter(({ exhausting }) => exhausting)),
    floods: stageSeconds(scenarios, 'flood'),
  };
  return {
    plan: { name: plan.name, file: label, sha256 },
    scenarios: scenarioOutlooks(scenarios),
    identities: identityNeeds(plan, scenarios),
    checks: {
      selected: outlooks.length,
      applicable: outlooks.filter(({ needs }) => needs === undefined).length,
      profile: plan.checks.profile,
      requests: requestsOf(outlooks),
      each: outlooks.filter(({ needs }) => needs === undefined),
      notApplicable: outlooks.flatMap(({ id, needs }) => (needs === undefined ? [] : [{ id, needs }])),
    },
    gates: gateOutlooks(loaded),
    notes: loaded.notes,
    seconds: { ...seconds, total: Object.values(seconds).reduce((sum, value) => sum + value, 0) },
  };
}

function scenarioOutlooks(scenarios: readonly LoadScenario[]): ScenarioOutlook[] {
  const spans = (['load', 'flood'] as const).flatMap((kind) =>
    timeline(scenarios.filter(({ spec }) => spec.kind === kind)),
  );
  return scenarios.map(({ name, spec }) => {
    const span = spans.find((one) => one.name === name)!;
    return {
      name,
      kind: spec.kind,
      executor: spec.executor,
      iterations: plannedIterations(spec) ?? null,
      rate: peakRate(spec) ?? null,
      vus: virtualUsers(spec),
      from: span.start / 1000,
      to: span.end / 1000,
    };
  });
}

function virtualUsers(spec: LoadScenario['spec']): number {
  if ('vus' in spec) return spec.vus;
  if ('preAllocatedVUs' in spec) return spec.maxVUs ?? spec.preAllocatedVUs;
  return Math.max(spec.startVUs, ...spec.stages.map(({ target }) => target));
}

/** Bounded closed loops count with their `maxDuration`, though most end long before. */
function stageSeconds(scenarios: readonly LoadScenario[], kind: 'load' | 'flood'): number {
  const spans = timeline(scenarios.filter(({ spec }) => spec.kind === kind));
  return Math.max(0, ...spans.map(({ end }) => end)) / 1000;
}
