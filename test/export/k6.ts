import { execFile } from 'node:child_process';
import type { Ended } from '../cli/cli.ts';

export { K6 } from '../engines/k6/harness.ts';

/** Runs the k6 of this machine with nothing in its environment but what is given. */
export function k6(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string,
): Promise<Ended> {
  return new Promise((done) => {
    const options = { cwd, env: { HOME: cwd, ...env }, maxBuffer: 2 ** 26, timeout: 60_000 };
    execFile(program, args, options, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : ((error.code as number | undefined) ?? -1), stdout, stderr }),
    );
  });
}

/** How many there are of each. */
export function tally(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
