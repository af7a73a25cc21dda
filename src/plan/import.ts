import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { PlanError } from '../model/errors.ts';
import { printable } from '../model/text.ts';

/** Imports a module of the user; `file` is absolute. Whatever it throws becomes a `PlanError` that names the file. */
export async function importFile(file: string): Promise<Record<string, unknown>> {
  offerOurselves();
  try {
    return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  } catch (error) {
    throw new PlanError(file, [explain(file, error)]);
  }
}

function explain(file: string, error: unknown) {
  const { message, stack, code } = describe(error);
  const place = new RegExp(`${escaped(pathToFileURL(file).href)}:(\\d+)|${escaped(file)}:(\\d+)`).exec(stack);
  const line = Number(place?.[1] ?? place?.[2]);
  const allowed = HINTS[code];
  return {
    path: '',
    message: `cannot be loaded: ${printable(message, 400)}`,
    ...(allowed ? { allowed } : {}),
    ...(line > 0 ? { line } : {}),
  };
}

const HINTS: Readonly<Record<string, string>> = {
  ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX:
    'types that can be erased: no enum, no namespace, no parameter properties (TypeScript runs without a build step)',
  ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING: 'inside node_modules only JavaScript is run',
  ERR_MODULE_NOT_FOUND:
    'install the package in this folder; relative imports need their extension (./browse.ts)',
};

function describe(error: unknown): { message: string; stack: string; code: string } {
  if (!(error instanceof Error)) return { message: String(error), stack: '', code: '' };
  const { message, stack = '', code = '' } = error as NodeJS.ErrnoException;
  return { message: message.split('\n')[0]!, stack, code };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

let offered = false;

/**
 * Lets `import 'canary-gate'` work in plans where it is not installed beside them (a global install, npx, this
 * repository): the running installation stands in, and only then.
 */
function offerOurselves(): void {
  if (offered) return;
  offered = true;
  const self = ownEntry();
  nodeModule.registerHooks({
    resolve(specifier, context, next) {
      try {
        return next(specifier, context);
      } catch (error) {
        if (specifier !== 'canary-gate' || !self) throw error;
        return { url: pathToFileURL(self).href, shortCircuit: true };
      }
    },
  });
}

/** `src/index.ts` in a checkout, `dist/src/index.js` in the package. */
function ownEntry(): string | undefined {
  const folder = join(dirname(fileURLToPath(import.meta.url)), '..');
  return ['index.ts', 'index.js'].map((name) => join(folder, name)).find((file) => existsSync(file));
}
