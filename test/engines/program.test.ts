import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findProgram, foldersOf } from '../../src/engines/program.ts';

function folders(): readonly [string, string] {
  const root = mkdtempSync(join(tmpdir(), 'program-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const made = [join(root, 'first'), join(root, 'second')] as const;
  for (const folder of made) mkdirSync(folder);
  return made;
}

function program(folder: string, name: string, mode = 0o755): string {
  const path = join(folder, name);
  writeFileSync(path, '');
  chmodSync(path, mode);
  return path;
}

describe('a program', () => {
  it('is the first executable file of its name', () => {
    const [first, second] = folders();
    const later = program(second, 'tool');
    expect(findProgram('tool', [first, second])).toBe(later);
    const earlier = program(first, 'tool');
    expect(findProgram('tool', [first, second])).toBe(earlier);
    expect(findProgram('tool', [second, first])).toBe(later);
  });

  it('is no folder, no file that may not be run, and nothing that is not there', () => {
    const [first, second] = folders();
    mkdirSync(join(first, 'tool'));
    program(first, 'text', 0o644);
    expect(findProgram('tool', [first, second])).toBeUndefined();
    expect(findProgram('text', [first, second])).toBeUndefined();
    expect(findProgram('absent', [first, second, join(first, 'nowhere')])).toBeUndefined();
  });
});

describe('a list of folders', () => {
  it.each([
    [undefined, []],
    ['', []],
    ['/a', ['/a']],
    [`/a${delimiter}${delimiter}/b c`, ['/a', '/b c']],
  ])('%j is %j', (list, wanted) => {
    expect(foldersOf(list)).toEqual(wanted);
  });
});
