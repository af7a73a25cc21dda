import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findProgram as findIn, foldersOf } from '../../src/engines/program.ts';

const INSTALLED = fileURLToPath(new URL('../../node_modules/.bin', import.meta.url));

/** The first executable file of that name: in the folders of BENCH_PATH, among our own packages, on PATH. */
export function findProgram(
  program: string,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (isAbsolute(program)) return program;
  return findIn(program, [...foldersOf(env['BENCH_PATH']), INSTALLED, ...foldersOf(env['PATH'])]);
}
