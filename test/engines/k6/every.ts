import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';
import { describeWith, type Tool } from '../../tools.ts';
import { K6 } from './harness.ts';

/** The k6 of the older major version that is supported, beside the one on PATH. */
export const K6_V1: Tool = {
  program: 'k6 v1',
  variable: 'CANARY_GATE_K6_V1',
  install: 'build go.k6.io/k6 v1.8.1 as .ci/run does, and name the program in CANARY_GATE_K6_V1',
};

/** A suite for each k6: the one on PATH, and v1. The engine finds that one. */
export function describeWithEveryK6(file: string, title: string, suite: (program: string) => void): void {
  for (const tool of [K6, K6_V1])
    describeWith(tool, file, `${title} (${tool.program})`, (program) => {
      putOnPath(program);
      suite(program);
    });
}

/** Has the program first on PATH as `k6`, whatever its file is called. */
function putOnPath(program: string): void {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'every-k6-'));
    symlinkSync(program, join(folder, 'k6'));
  });
  beforeEach(() => void vi.stubEnv('PATH', `${folder}${delimiter}${process.env['PATH']}`));
  afterEach(() => void vi.unstubAllEnvs());
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
}
