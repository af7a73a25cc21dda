import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ScenarioModule } from '../model/context.ts';
import type { LoadScenario } from '../model/engine.ts';
import { PlanError, type Problem } from '../model/errors.ts';
import { Scenario } from '../model/scenario.ts';
import { didYouMean } from '../model/suggest.ts';
import { quote } from '../model/text.ts';
import { readData } from './data.ts';
import { importFile } from './import.ts';
import { type Interpolated, interpolate } from './interpolate.ts';
import { problemsOf } from './issues.ts';
import { formatPath } from './path.ts';
import type { Plan } from './schema.ts';

export interface ResolvedScenarios {
  readonly scenarios: readonly LoadScenario[];
  readonly problems: readonly Problem[];
  /** Variables that the settings of scenario modules used. */
  readonly used: readonly Interpolated[];
}

/** Where a plan's relative files are, and the environment of its variables. */
export interface Folder {
  readonly directory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

interface Found {
  readonly spec?: Scenario;
  readonly module?: ScenarioModule;
  readonly location?: Location;
  readonly problems: readonly Problem[];
  readonly used?: readonly Interpolated[];
}

interface Location {
  readonly file: string;
  readonly export: string;
}

/** Imports the modules and reads the data that the scenarios of a plan name. */
export async function resolveScenarios(plan: Plan, folder: Folder): Promise<ResolvedScenarios> {
  const all = await Promise.all(
    Object.entries(plan.scenarios).map(([name, entry]) => resolveOne(name, entry, folder)),
  );
  return {
    scenarios: all.flatMap(({ scenario }) => scenario ?? []),
    problems: all.flatMap(({ problems }) => problems),
    used: all.flatMap(({ used }) => used),
  };
}

async function resolveOne(name: string, entry: string | Scenario, folder: Folder) {
  const found =
    typeof entry === 'string'
      ? await fromReference(name, entry, folder)
      : await fromPlan(name, entry, folder);
  const { spec, module, location, used = [] } = found;
  if (!spec) return { problems: found.problems, used };
  const data = spec.data ? await readData(folder.directory, spec.data.file) : undefined;
  const problems = [...found.problems, ...workProblems(name, spec, module), ...dataProblems(name, data)];
  const scenario: LoadScenario = {
    name,
    spec,
    ...(location ? { moduleUrl: pathToFileURL(location.file).href, moduleExport: location.export } : {}),
    ...(module?.iteration ? { module } : {}),
    ...(data && 'rows' in data ? { data: data.rows } : {}),
  };
  return { scenario, problems, used };
}

/** The whole scenario is in a module: settings and functions. */
async function fromReference(name: string, reference: string, folder: Folder): Promise<Found> {
  const path = ['scenarios', name];
  const loaded = await load(reference, formatPath(path), folder);
  if ('problems' in loaded) return loaded;
  const { setup, iteration, teardown, ...settings } = loaded.value as ScenarioModule;
  const filled = interpolate(settings, folder.env);
  const inModule = (problem: Problem) => ({
    ...problem,
    path: formatPath([...path]) + (problem.path === '' ? '' : `.${problem.path}`),
    message: `${problem.message} (in ${reference})`,
  });
  const parsed = Scenario.safeParse(filled.data);
  const wrong = parsed.success ? [] : problemsOf(parsed.error.issues, filled.data);
  return {
    ...(parsed.success ? { spec: { ...parsed.data, module: reference } } : {}),
    module: withFunctions(filled.data, { setup, iteration, teardown }),
    location: loaded.location,
    problems: [...filled.problems, ...wrong].map(inModule),
    used: filled.used,
  };
}

/** The settings are in the plan; a module, where there is one, gives the functions. */
async function fromPlan(name: string, spec: Scenario, folder: Folder): Promise<Found> {
  if (spec.module === undefined) return { spec, problems: [] };
  const loaded = await load(spec.module, formatPath(['scenarios', name, 'module']), folder);
  if ('problems' in loaded) return { spec, problems: loaded.problems };
  const { value, location } = loaded;
  const functions = typeof value === 'function' ? { iteration: value } : value;
  return { spec, module: withFunctions(spec, functions), location, problems: [] };
}

const FUNCTIONS: readonly string[] = ['setup', 'iteration', 'teardown'];

function withFunctions(settings: unknown, exports: object): ScenarioModule {
  const functions = Object.entries(exports).filter(
    ([name, value]) => FUNCTIONS.includes(name) && typeof value === 'function',
  );
  return { ...(settings as object), ...Object.fromEntries(functions) } as ScenarioModule;
}

type Loaded = { value: object; location: Location } | { problems: readonly Problem[] };

async function load(reference: string, path: string, { directory }: Folder): Promise<Loaded> {
  const [file = '', name = 'default'] = reference.split('#');
  const found = existing(resolve(directory, file));
  if (!found) return { problems: [{ path, message: `there is no file ${quote(file)} beside the plan` }] };
  try {
    const exports = await importFile(found);
    const value = exports[name];
    if ((typeof value === 'object' && value !== null) || typeof value === 'function')
      return { value, location: { file: found, export: name } };
    return { problems: [noExport(path, file, name, Object.keys(exports))] };
  } catch (error) {
    if (!(error instanceof PlanError)) throw error;
    const where = (line?: number) => (line === undefined ? file : `${file}:${line}`);
    return {
      problems: error.problems.map(({ message, allowed, line }) => ({
        path,
        message: `${where(line)} ${message}`,
        ...(allowed ? { allowed } : {}),
      })),
    };
  }
}

function noExport(path: string, file: string, name: string, exports: readonly string[]): Problem {
  return {
    path,
    message: `${quote(file)} exports no scenario ${quote(name)}.${didYouMean(name, exports)}`,
    allowed: exports.length > 0 ? exports.join(', ') : 'export default scenario({ ... })',
  };
}

/** Plans of a built package name `.ts` files that the build made `.js`. */
function existing(file: string): string | undefined {
  return [file, file.replace(/\.ts$/, '.js')].find((candidate) => existsSync(candidate));
}

function workProblems(name: string, spec: Scenario, module: ScenarioModule | undefined): Problem[] {
  const scripted = typeof module?.iteration === 'function';
  if (scripted !== (spec.requests !== undefined)) return [];
  const path = formatPath(['scenarios', name]);
  return [
    {
      path,
      message: scripted
        ? 'has both requests and an iteration'
        : 'has nothing to do: neither requests nor an iteration',
      allowed: 'either requests: [...], or a module that exports iteration(ctx)',
    },
  ];
}

function dataProblems(name: string, data: Awaited<ReturnType<typeof readData>> | undefined): Problem[] {
  if (!data || 'rows' in data) return [];
  const { message, allowed } = data;
  return [
    { path: formatPath(['scenarios', name, 'data', 'file']), message, ...(allowed ? { allowed } : {}) },
  ];
}
