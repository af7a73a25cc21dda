import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import type { Reporter } from '../../src/model/reporter.ts';

const FOLDER = join(import.meta.dirname, 'golden');

/** A whole report as one text. */
export function rendered(reporter: Reporter, report: Report, color = false, width = 80): string {
  return [...reporter.render(report, { color, width })].join('');
}

/** Compares with the kept file; `UPDATE_GOLDEN=1` writes it instead. */
export function expectGolden(name: string, text: string): void {
  const file = join(FOLDER, name);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(file, text);
  }
  expect(existsSync(file), `${name} is missing: run with UPDATE_GOLDEN=1`).toBe(true);
  expect(text).toBe(readFileSync(file, 'utf8'));
}
