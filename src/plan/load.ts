import { createHash } from 'node:crypto';
import { dirname, relative, resolve } from 'node:path';
import type { BoundGate } from '../gates/requirement.ts';
import type { LoadScenario } from '../model/engine.ts';
import { PlanError, type Problem } from '../model/errors.ts';
import type { Arm } from '../model/sample.ts';
import type { ProxySettings } from '../model/target.ts';
import { checkPoolNotes } from './check-pools.ts';
import { connectAll, salvage } from './connect.ts';
import { identityCounts } from './identities.ts';
import { interpolate } from './interpolate.ts';
import { parsePath } from './path.ts';
import { proxiesOf } from './proxies.ts';
import type { Registered } from './registered.ts';
import { Plan } from './schema.ts';
import { conceal, type Secret, secretsOf } from './secrets.ts';
import { type PlanSource, readSource } from './source.ts';

export interface LoadOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What a relative `file` is relative to. */
  readonly cwd: string;
  /** Checks and reporters that exist; names are not looked at when left out. */
  readonly known?: Registered;
}

/** A plan with everything that it refers to at hand, and nothing left to be found wrong before the first request. */
export interface LoadedPlan {
  readonly plan: Plan;
  /** Absolute. */
  readonly file: string;
  /** As reports name it: from the working folder, where it is below that. */
  readonly label: string;
  readonly directory: string;
  /** Of the file's bytes: `sha256sum` gives the same. */
  readonly sha256: string;
  readonly scenarios: readonly LoadScenario[];
  readonly gates: readonly BoundGate[];
  /** Identities that pools with `count: auto` need, by pool. */
  readonly identityCounts: Readonly<Record<string, number>>;
  /** Proxies that the environment wants for the targets. */
  readonly proxies: Readonly<Partial<Record<Arm, ProxySettings>>>;
  /** Texts that nothing may show. */
  readonly secrets: readonly Secret[];
  /** What is not wrong, but worth knowing before the run. */
  readonly notes: readonly string[];
}

/** Reads and checks a plan, and sends nothing. Throws `PlanError` with all problems at once. */
export async function loadPlan(file: string, options: LoadOptions): Promise<LoadedPlan> {
  return loadSource(await readSource(resolve(options.cwd, file)), file, options);
}

/** The same for a plan that is at hand; `file` is what its problems are named after. */
export async function loadPlanData(data: unknown, file: string, options: LoadOptions): Promise<LoadedPlan> {
  return loadSource({ data, text: JSON.stringify(data), line: () => undefined }, file, options);
}

async function loadSource(source: PlanSource, file: string, options: LoadOptions): Promise<LoadedPlan> {
  const absolute = resolve(options.cwd, file);
  const folder = { directory: dirname(absolute), env: options.env };
  const { data, used, problems: unset } = interpolate(source.data, options.env);
  const parsed = Plan.safeParse(data);
  const draft = parsed.success
    ? await connectAll(parsed.data, folder, options.known)
    : await salvage(parsed.error.issues, data, folder, options.known);
  const proxied = proxiesOf(draft.plan, options.env);
  const secrets = [...secretsOf(data, [...used, ...draft.used]), ...proxied.secrets];
  const problems = tidy([...unset, ...draft.problems, ...proxied.problems], source, secrets);
  if (problems.length > 0) throw new PlanError(file, problems);
  return {
    plan: withSpecs(draft.plan, draft.scenarios),
    file: absolute,
    label: labelOf(file, absolute, options.cwd),
    directory: folder.directory,
    sha256: createHash('sha256').update(source.text).digest('hex'),
    scenarios: draft.scenarios,
    gates: draft.gates,
    identityCounts: identityCounts(draft.plan, draft.scenarios),
    proxies: proxied.proxies,
    secrets,
    notes: [...proxied.notes, ...checkPoolNotes(draft.plan, options.known?.checks)],
  };
}

function labelOf(given: string, absolute: string, cwd: string): string {
  if (/^https?:/i.test(given)) return given;
  const path = relative(cwd, absolute);
  return path.startsWith('..') ? absolute : path;
}

/** A plan shows its scenarios in full, wherever they were written. */
function withSpecs(plan: Plan, scenarios: readonly LoadScenario[]): Plan {
  return { ...plan, scenarios: Object.fromEntries(scenarios.map(({ name, spec }) => [name, spec])) };
}

/** One problem a place is enough where a variable is missing; lines are added and followed; secrets are taken out. */
function tidy(problems: readonly Problem[], source: PlanSource, secrets: readonly Secret[]): Problem[] {
  const seen = new Set<string>();
  const told = problems.flatMap((problem) => {
    const again = seen.has(`${problem.path} ${problem.message}`) || seen.has(`${problem.path} unset`);
    seen.add(`${problem.path} ${problem.message}`);
    if (problem.message.startsWith('environment variable')) seen.add(`${problem.path} unset`);
    if (again) return [];
    const line = problem.line ?? source.line(parsePath(problem.path));
    const message = conceal(problem.message, secrets);
    return [{ ...problem, message, ...(line === undefined ? {} : { line }) }];
  });
  return told.sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
}
