import { dirname, extname, join, resolve } from 'node:path';
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

/**
 * One script for k6 of the shim and of the scenarios' own modules, by their names in k6; it holds no secret of the plan.
 * Rejects with a `PlanError` where a module cannot be bundled, as one that needs a part of Node.
 */
export async function bundle(scenarios: Readonly<Record<string, LoadScenario>>): Promise<string> {
  try {
    const { outputFiles } = await build({
      entryPoints: [join(SHIM, `main${EXTENSION}`)],
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
      plugins: [standIns(scenarios)],
    });
    return outputFiles[0]?.text ?? '';
  } catch (error) {
    throw unbundled(error as BuildFailure);
  }
}

const VIRTUAL = 'canary-gate-k6';

/** Puts others in the place of modules that k6 cannot have. */
function standIns(scenarios: Readonly<Record<string, LoadScenario>>): Plugin {
  const contents: Readonly<Record<string, string>> = { modules: importsOf(scenarios), entry: ENTRY };
  return {
    name: VIRTUAL,
    setup({ onLoad, onResolve }) {
      const virtual = (path: string) => ({ path, namespace: VIRTUAL });
      onResolve({ filter: /^canary-gate$/ }, () => virtual('entry'));
      onResolve({ filter: /\/index\.[jt]s$/ }, ({ path, resolveDir }) =>
        resolve(resolveDir, path) === OWN_ENTRY ? virtual('entry') : undefined,
      );
      onResolve({ filter: /^\.\/modules\.[jt]s$/ }, ({ resolveDir }) =>
        resolveDir === SHIM ? virtual('modules') : undefined,
      );
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

/** What a scenario may import of ours. */
const ENTRY = 'export const scenario = (module) => module;\nexport const definePlan = (plan) => plan;\n';

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
