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

/** What a file imports: relative imports as paths from the root, others as written. */
export function importsOf(file: string): string[] {
  const found = read(file).matchAll(
    /^\s*(?:import|export)\b[^'"\n;]*?(?:\bfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|^\}\s*from\s+['"]([^'"]+)['"]/gm,
  );
  return [...found].map(([, a, b, c]) => resolve(file, (a ?? b ?? c) as string));
}

function resolve(file: string, specifier: string): string {
  return specifier.startsWith('.') ? normalize(join(dirname(file), specifier)) : specifier;
}
