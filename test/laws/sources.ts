import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** Root of the repository. */
export const ROOT = join(import.meta.dirname, '..', '..');

/** Every file that git tracks or would track, relative to the root. */
export const FILES: readonly string[] = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard'],
  { cwd: ROOT, encoding: 'utf8' },
)
  .split('\n')
  .filter((file) => file !== '');

export const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

export const inFolders = (...folders: readonly string[]): string[] =>
  FILES.filter((file) => file.endsWith('.ts') && folders.some((folder) => file.startsWith(`${folder}/`)));

const IMPORTS = [
  /^(?:import|export)\b[^'"`=;]*?\bfrom\s+['"]([^'"]+)['"]/gm,
  /^import\s+['"]([^'"]+)['"]/gm,
  /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g,
];

/** What a file imports: relative imports as paths from the root, others as written. */
export function importsOf(file: string): string[] {
  const text = read(file);
  return IMPORTS.flatMap((pattern) =>
    [...text.matchAll(pattern)].map(([, specifier]) => resolve(file, specifier as string)),
  );
}

function resolve(file: string, specifier: string): string {
  return specifier.startsWith('.') ? normalize(join(dirname(file), specifier)) : specifier;
}
