import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const INSTALLED = fileURLToPath(new URL('../../node_modules/.bin', import.meta.url));

/** The first executable file of that name: in the folders of BENCH_PATH, among our own packages, on PATH. */
export function findProgram(
  program: string,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (isAbsolute(program)) return program;
  return [...foldersOf(env['BENCH_PATH']), INSTALLED, ...foldersOf(env['PATH'])]
    .map((folder) => join(folder, program))
    .find(isExecutable);
}

function foldersOf(list = ''): string[] {
  return list.split(delimiter).filter((folder) => folder !== '');
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
