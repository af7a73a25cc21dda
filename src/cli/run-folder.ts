import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UsageError } from './command.ts';

const DEFAULT_OUT = 'canary-runs';

/** The folder that was named; `latest` is the newest run of `canary-runs`. Throws `UsageError`. */
export function runFolder(named: string, cwd: string): string {
  const folder = resolve(cwd, named);
  if (existsSync(folder) && statSync(folder).isDirectory()) return folder;
  const out = join(cwd, DEFAULT_OUT);
  const runs = existsSync(out)
    ? readdirSync(out).filter((name) => existsSync(join(out, name, 'report.json')))
    : [];
  const newest = runs.sort().at(-1);
  if (named === 'latest' && newest) return join(out, newest);
  const hint = newest
    ? `The newest here is ${join(DEFAULT_OUT, newest)}.`
    : 'A run writes one below canary-runs/.';
  throw new UsageError(`There is no run folder ${named}. ${hint}`);
}
