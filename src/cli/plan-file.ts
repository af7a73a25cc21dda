import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from './command.ts';

const NAMES = ['ts', 'mts', 'js', 'mjs', 'yaml', 'yml', 'json'].map(
  (extension) => `canary.plan.${extension}`,
);

/** Plans that ship with the tool. */
export const SHIPPED_PLANS = ['scholarship', 'portal', 'relay'] as const;

/** The plan file to take: the one named, a shipped one by its name, or that of the folder. Throws `UsageError`. */
export function planFile(named: string | undefined, cwd: string): string {
  if (named !== undefined) return existsSync(resolve(cwd, named)) ? named : (shippedPlan(named) ?? named);
  const found = NAMES.find((name) => existsSync(join(cwd, name)));
  if (found) return found;
  throw new UsageError(
    `There is no plan in this folder (${NAMES.join(', ')}). Name one, write one with "canary-gate init", or try "canary-gate run --demo".`,
  );
}

/** File of a shipped plan; `undefined` when there is none of that name. */
export function shippedPlan(name: string): string | undefined {
  if (!(SHIPPED_PLANS as readonly string[]).includes(name)) return undefined;
  // Beside src/ in a checkout as well as in dist/, where the build left JavaScript.
  const folder = join(dirname(fileURLToPath(import.meta.url)), '../../scenarios');
  return ['ts', 'js']
    .map((extension) => join(folder, `${name}.plan.${extension}`))
    .find((file) => existsSync(file));
}
