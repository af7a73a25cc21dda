import { basename, dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildFailure, build, type Plugin } from 'esbuild';
import type { LoadScenario } from '../../model/engine.ts';
import { PlanError } from '../../model/errors.ts';
import { printable } from '../../model/text.ts';

/** TypeScript in a checkout, JavaScript in the package. */
const EXTENSION = extname(fileURLToPath(import.meta.url));
const HERE = dirname(fileURLToPath(import.meta.url));
const SHIM = join(HERE, 'shim');
const OWN_ENTRY = resolve(HERE, `../../index${EXTENSION}`);

/** What an exported script is made of in place of the engine's own. */
export interface Variant {
  /** File to begin with; `main` of the shim when left out. */
  readonly entry?: string;
  /** Sources by the names of the modules of the shim that they replace; they import as if they lay there. */
  readonly modules?: Readonly<Record<string, string>>;
}

/**
 * One script for k6 of the shim and of the scenarios' own modules, by their names in k6; it holds no secret of the plan.
 * Rejects with a `PlanError` where a module cannot be bundled, as one that needs a part of Node.
 */
export async function bundle(
  scenarios: Readonly<Record<string, LoadScenario>>,
  { entry = join(SHIM, `main${EXTENSION}`), modules = {} }: Variant = {},
): Promise<string> {
  try {
    const { outputFiles } = await build({
      entryPoints: [entry],
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'neutral',
      mainFields: ['module', 'main'],
      target: 'es2022',
      external: ['k6', 'k6/*', 'https://*'],
      charset: 'utf8',
      legalComments: 'none',
      logLevel: 'silent',
      tsconfigRaw: '{}',
      plugins: [standIns({ ...modules, modules: importsOf(scenarios) })],
    });
    return outputFiles[0]?.text ?? '';
  } catch (error) {
    throw unbundled(error as BuildFailure);
  }
}

const VIRTUAL = 'canary-gate-k6';

/** Puts others in the place of modules that k6 cannot have. */
function standIns(modules: Readonly<Record<string, string>>): Plugin {
  const contents: Readonly<Record<string, string>> = { ...modules, [ENTRY]: ENTRY_TEXT };
  return {
    name: VIRTUAL,
    setup({ onLoad, onResolve }) {
      const virtual = (path: string) => ({ path, namespace: VIRTUAL });
      onResolve({ filter: /^canary-gate$/ }, () => virtual(ENTRY));
      onResolve({ filter: /\/index\.[jt]s$/ }, ({ path, resolveDir }) =>
        resolve(resolveDir, path) === OWN_ENTRY ? virtual(ENTRY) : undefined,
      );
      onResolve({ filter: /^\.\/[\w-]+\.[jt]s$/ }, ({ path, resolveDir }) => {
        const name = basename(path, extname(path));
        return resolveDir === SHIM && Object.hasOwn(modules, name) ? virtual(name) : undefined;
      });
      onResolve({ filter: /^node:module$/ }, ({ importer }) =>
        importer.startsWith(resolve(HERE, '../..'))
          ? { path: join(SHIM, `node-module${EXTENSION}`) }
          : undefined,
      );
      onLoad({ filter: /.*/, namespace: VIRTUAL }, ({ path }) => ({
        contents: contents[path] ?? '',
        resolveDir: SHIM,
        loader: 'js',
      }));
    },
  };
}

const ENTRY = 'canary-gate';
/** What a scenario may import of ours. */
const ENTRY_TEXT = 'export const scenario = (module) => module;\nexport const definePlan = (plan) => plan;\n';

function importsOf(scenarios: Readonly<Record<string, LoadScenario>>): string {
  const scripted = Object.entries(scenarios).filter(([, { module, moduleUrl }]) => module && moduleUrl);
  const lines = scripted.map(
    ([, { moduleUrl = '' }], index) =>
      `import * as module${index} from ${JSON.stringify(fileURLToPath(moduleUrl))};`,
  );
  const entries = scripted.map(
    ([key, { moduleExport = 'default' }], index) =>
      `  ${JSON.stringify(key)}: module${index}[${JSON.stringify(moduleExport)}],`,
  );
  return [...lines, 'export const modules = {', ...entries, '};', ''].join('\n');
}

function unbundled({ errors = [], message }: Partial<BuildFailure>): PlanError {
  const [first] = errors;
  const file = first?.location?.file ?? 'scenario';
  const problems = errors.map(({ text, location }) => ({
    path: '',
    message: `cannot be run by the engine "k6": ${printable(text)}`,
    allowed: 'what k6 has: no part of Node, no package that needs one',
    ...(location ? { line: location.line } : {}),
  }));
  return new PlanError(
    file,
    problems.length > 0 ? problems : [{ path: '', message: printable(message ?? '') }],
  );
}
