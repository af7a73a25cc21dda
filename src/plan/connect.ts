import { parseGate } from '../gates/parse.ts';
import type { BoundGate } from '../gates/requirement.ts';
import type { LoadScenario } from '../model/engine.ts';
import type { Problem } from '../model/errors.ts';
import { concurrencyProblems } from './concurrency.ts';
import { contradictions } from './consistency.ts';
import { expressionProblems } from './expressions.ts';
import { resolveFiles } from './files.ts';
import { bindPlanGates } from './gates.ts';
import { identityProblems } from './identities.ts';
import type { Interpolated } from './interpolate.ts';
import { problemsOf } from './issues.ts';
import { danglingReferences, definedNames } from './references.ts';
import { type Registered, unknownNames } from './registered.ts';
import { repair } from './repair.ts';
import { type Folder, resolveScenarios } from './scenarios.ts';
import type { Plan } from './schema.ts';

/** A plan with its scenarios and gates, and what is wrong with it. */
export interface Draft {
  readonly plan: Plan;
  readonly scenarios: readonly LoadScenario[];
  readonly gates: readonly BoundGate[];
  /** Variables that scenario modules used. */
  readonly used: readonly Interpolated[];
  readonly problems: readonly Problem[];
}

/** Everything that a plan of the right shape refers to, and whether it holds together. */
export async function connectAll(plan: Plan, folder: Folder, known: Registered | undefined): Promise<Draft> {
  const draft = await connect(plan, plan, folder, known);
  // Arithmetic on names that do not exist would only add noise.
  if (draft.problems.length > 0) return draft;
  const { scenarios } = draft;
  const gates = plan.gates.map((gate) => parseGate(typeof gate === 'string' ? gate : gate.expression));
  return {
    ...draft,
    problems: [...identityProblems(draft.plan, scenarios), ...concurrencyProblems(scenarios, gates)],
  };
}

/** Of a plan of the wrong shape: what zod found, and what is wrong in the rest of it. */
export async function salvage(
  issues: Parameters<typeof problemsOf>[0],
  data: unknown,
  folder: Folder,
  known: Registered | undefined,
): Promise<Draft> {
  const shape = problemsOf(issues, data);
  const repaired = repair(data);
  if (!repaired) return { plan: {} as Plan, scenarios: [], gates: [], used: [], problems: shape };
  const draft = await connect(repaired.plan, data, folder, known);
  const news = draft.problems.filter(({ path }) => !repaired.places.some((place) => touches(path, place)));
  return { ...draft, problems: [...shape, ...news] };
}

/** `data` is the plan as it was written: what it defines counts as defined, even where it was wrong. */
async function connect(
  parsed: Plan,
  data: unknown,
  folder: Folder,
  known: Registered | undefined,
): Promise<Draft> {
  const { plan, problems: files } = resolveFiles(parsed, folder.directory);
  const { scenarios, used, problems: modules } = await resolveScenarios(plan, folder);
  const defined = definedNames(data);
  const { gates, problems: gateProblems } = bindPlanGates(plan, scenarios, defined);
  const problems = [
    ...files,
    ...modules,
    ...danglingReferences(plan, scenarios, defined),
    ...contradictions(plan, scenarios),
    ...expressionProblems(plan),
    ...gateProblems,
    ...(known ? unknownNames(plan, known) : []),
  ];
  return { plan, scenarios, gates, used, problems };
}

function touches(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}.`) || path.startsWith(`${place}[`);
}
