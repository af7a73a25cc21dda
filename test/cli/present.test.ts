import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Io } from '../../src/cli/io.ts';
import { present } from '../../src/cli/present.ts';
import { makeReport } from '../reporters/fixture.ts';

const OPTIONS = { json: false, quiet: false, debug: false };

async function shown(env: Record<string, string>, more: Partial<typeof OPTIONS> = {}): Promise<string> {
  let text = '';
  const io = { stdout: { write: (chunk: string) => (text += chunk) }, env } as unknown as Io;
  await present(makeReport(), { ...OPTIONS, ...more }, io);
  return text;
}

test('for people: the terminal report, without colours where there is no terminal', async () => {
  const text = await shown({});
  expect(text).toContain(makeReport().decision);
  expect(text).not.toContain('\u001b');
});

test('colours where they are asked for', async () => {
  expect(await shown({ FORCE_COLOR: '1' })).toContain('\u001b[');
  expect(await shown({ FORCE_COLOR: '1', NO_COLOR: '1' })).not.toContain('\u001b');
});

test('as JSON: the report alone', async () => {
  expect(JSON.parse(await shown({ GITHUB_ACTIONS: 'true' }, { json: true }))).toMatchObject({
    schema: 'canary-gate/report@1',
  });
});

test('in GitHub Actions: annotations, a step summary, and no command that the target wrote', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'canary-actions-'));
  const summary = join(folder, 'summary.md');
  const text = await shown({ GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary });
  const [, token] = /^::stop-commands::(\S+)$/m.exec(text) ?? [];
  const [fenced, after] = text.split(`\n::${token}::\n`);
  expect(fenced).toContain(makeReport().decision);
  expect(after).toMatch(/^::(error|warning|notice) /m);
  expect(readFileSync(summary, 'utf8')).toContain(makeReport().decision);
  rmSync(folder, { recursive: true });
});
