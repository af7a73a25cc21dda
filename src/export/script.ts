import { dirname, extname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../engines/k6/bundle.ts';
import type { LoadScenario } from '../model/engine.ts';
import { PlanError } from '../model/errors.ts';
import { headerOf } from './header.ts';
import { type ExportedJob, jobOf } from './job.ts';
import { literal } from './literal.ts';
import type { ExportRequest } from './request.ts';
import { type Variable, Variables } from './variables.ts';

/** TypeScript in a checkout, JavaScript in the package. */
const EXTENSION = extname(fileURLToPath(import.meta.url));
const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = resolve(HERE, '../..');

/** A script for k6 that needs nothing else. */
export interface ExportedScript {
  readonly text: string;
  /** What the environment must hold: every secret, and nothing else. */
  readonly variables: readonly Variable[];
  readonly scenarios: readonly LoadScenario[];
}

/** Writes the load of a plan as one script that `k6 run` runs. Rejects with a `PlanError` or a `StartError`. */
export async function scriptOf(request: ExportRequest): Promise<ExportedScript> {
  const variables = new Variables(request.loaded);
  const job = await jobOf(request, variables);
  const body = await bundle(job.scenarios, {
    entry: join(HERE, `shim/entry${EXTENSION}`),
    modules: { job: moduleOf(job), ...(request.audience === 'read' ? { tell: TELL } : {}) },
  });
  const scenarios = Object.values(job.scenarios);
  const head = headerOf(request, scenarios, variables.used);
  const text = `${head}\n${visible(named(body, dirname(request.loaded.file)))}`;
  refuseSecrets(text, request, variables);
  return { text, variables: variables.used, scenarios };
}

const TELL = `export * from ${JSON.stringify(join(HERE, `shim/tell${EXTENSION}`))};\n`;

/** The source that stands for the job, with what it reads from the environment. */
function moduleOf({ payload, options, scenarios }: ExportedJob): string {
  const environment = join(HERE, `shim/environment${EXTENSION}`);
  const data = Object.entries(scenarios).flatMap(([key, { data: rows }]) => (rows ? [[key, rows]] : []));
  return [
    `import { certificates, key, secret, tokens } from ${JSON.stringify(environment)};`,
    `export const payload = ${literal(payload)};`,
    `export const options = ${literal(options)};`,
    `const data = () => (${literal(Object.fromEntries(data))});`,
    'export const rowsOf = (key) => data()[key];',
    '',
  ].join('\n');
}

const MODULE = /^\/\/ (?:canary-gate-k6:)?(\S.*\.[cm]?[jt]s|job|modules|tell|canary-gate)$/gm;

/** The bundler heads each module with its file, as seen from the current folder; names no folder of this machine. */
function named(text: string, directory: string): string {
  return text.replace(MODULE, (_, file: string) => {
    const absolute = resolve(file);
    const own = relative(ROOT, absolute);
    const shown = own.startsWith('..') ? relative(directory, absolute).replace(/^(\.\.\/)+/, '') : own;
    return `// ${extname(file) === '' ? `what the plan says: ${file}` : shown.replace(/^.*node_modules\//, '')}`;
  });
}

/** What nobody sees, and what YAML forbids or takes for a line's end. It is in strings and patterns alone. */
const INVISIBLE = /(?![\n\t])[\p{C}\u2028\u2029]/gu;

function visible(text: string): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return text.replace(INVISIBLE, (character) => character.split('').map(escaped).join(''));
}

/** What the plan says is clean by now; a scenario's own module may spell out a secret all the same. */
function refuseSecrets(text: string, { loaded }: ExportRequest, variables: Variables): void {
  const names = variables.left(text);
  if (names.length === 0) return;
  const message = `the script would hold the secret ${names.map((name) => `"${name}"`).join(', ')}: a scenario's module or data has it, which only the environment may`;
  throw new PlanError(loaded.file, [{ path: 'scenarios', message }]);
}
