import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createRun } from '../../src/evidence/folder.ts';
import { verifyManifest } from '../../src/evidence/manifest.ts';
import { readRun } from '../../src/evidence/read.ts';
import { StartError } from '../../src/model/errors.ts';
import { entryOf, exchangeOf, newRun, redact, SECRET, STARTED, temporary, windowsOf } from './tools.ts';

describe('a run folder', () => {
  test('gives back what was written into it', async () => {
    const run = await newRun();
    const windows = windowsOf({ intended: 100 }, { intended: 1500, outcome: '5xx' });
    await run.plan({ name: 'portal' });
    run.journal({ at: '2026-01-31T10:15:02.345Z', event: 'start', engine: 'embedded' });
    for (const window of windows) run.window(window);
    run.exchange(exchangeOf());
    run.transcript(entryOf());
    await run.file('junit.xml', '<testsuites/>');
    await run.close({ interrupted: false });

    const stored = await readRun(run.path);
    expect(stored.plan).toEqual({ name: 'portal' });
    expect(stored.journal).toEqual([{ at: '2026-01-31T10:15:02.345Z', event: 'start', engine: 'embedded' }]);
    expect(await all(stored.windows())).toEqual(windows);
    expect(stored.exchanges).toEqual([exchangeOf()]);
    expect(await all(stored.transcript())).toEqual([entryOf()]);
    expect(stored.report).toBeUndefined();
    expect(stored.problems).toEqual([]);
    expect(run.problems).toEqual([]);
    expect(await verifyManifest(run.path)).toEqual([]);
    expect(await readdir(run.path)).toEqual([
      'exchanges.ndjson',
      'journal.ndjson',
      'junit.xml',
      'manifest.json',
      'plan.json',
      'transcript.log',
      'transcript.ndjson',
      'windows.hlog',
      'windows.ndjson',
    ]);
  });

  test('holds no secret in any file', async () => {
    const run = await newRun();
    await run.plan({ nested: [{ key: SECRET }], [SECRET]: 1 });
    run.journal({ at: 'now', event: 'note', text: `a ${SECRET} b` });
    run.exchange(exchangeOf({ error: { code: 'E', message: SECRET } }));
    run.transcript(entryOf({ outcome: '5xx', cause: SECRET, path: `/?token=${SECRET}` }));
    for (const window of windowsOf({ endpoint: SECRET })) run.window(window);
    await run.file('report.md', `# ${SECRET}`);
    await run.close({ interrupted: false });
    for (const name of await readdir(run.path)) {
      const text = await readFile(join(run.path, name), 'utf8');
      expect(text, name).not.toContain('hunter2');
    }
    expect(await readFile(join(run.path, 'plan.json'), 'utf8')).toContain('«secret»');
  });

  test('can be read up to the moment of a crash', async () => {
    const run = await newRun();
    await run.plan({});
    run.journal({ at: 'now', event: 'start' });
    run.transcript(entryOf());
    for (const window of windowsOf({}, { intended: 1000 })) run.window(window);
    const stored = await readRun(run.path);
    expect(stored.journal).toHaveLength(1);
    expect(await all(stored.windows())).toHaveLength(2);
    expect(await all(stored.transcript())).toHaveLength(1);
    await expect(verifyManifest(run.path)).rejects.toThrow(/the run did not end/);
  });

  test('is closed even when hardly anything was written, and says that it was interrupted', async () => {
    const run = await newRun('run-7');
    await run.close({ interrupted: true });
    const manifest = JSON.parse(await readFile(join(run.path, 'manifest.json'), 'utf8'));
    expect(manifest).toMatchObject({ schema: 'canary-gate/manifest@1', run: 'run-7', interrupted: true });
    expect(Object.keys(manifest.files)).toEqual(['windows.hlog']);
  });

  test('is never written over', async () => {
    const out = await temporary();
    const options = { redact, startedAt: STARTED };
    await createRun(join(out, 'deep', 'down'), 'run-1', options);
    const again = createRun(join(out, 'deep', 'down'), 'run-1', options);
    await expect(again).rejects.toThrow(
      /cannot make the folder .*run-1: it exists already; choose another with --out/,
    );
    await expect(again).rejects.toBeInstanceOf(StartError);
  });

  test('cannot be made below a file', async () => {
    const out = await temporary();
    await writeFile(join(out, 'file'), '');
    const made = createRun(join(out, 'file'), 'run-1', { redact, startedAt: STARTED });
    await expect(made).rejects.toThrow(/cannot make the folder/);
  });

  test.each(['../escape.txt', 'a/b.txt', '', '.hidden'])('takes no file named %j', async (name) => {
    const run = await newRun();
    await expect(run.file(name, '')).rejects.toThrow(/is no name for a file/);
  });

  test('replaces a file as a whole', async () => {
    const run = await newRun();
    await run.file('report.json', '{"first": true}');
    await run.file('report.json', '{}');
    expect(await readFile(join(run.path, 'report.json'), 'utf8')).toBe('{}');
    expect((await readdir(run.path)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('tells a file that cannot be written, and goes on', async () => {
    const broken = await newRun();
    await mkdir(join(broken.path, 'journal.ndjson'));
    broken.journal({ at: 'now', event: 'start' });
    broken.journal({ at: 'now', event: 'end' });
    for (const window of windowsOf({})) broken.window(window);
    expect(broken.problems).toEqual([expect.stringMatching(/journal\.ndjson: it is a folder/)]);
    await broken.close({ interrupted: false });
  });
});

async function all<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const list: Value[] = [];
  for await (const value of values) list.push(value);
  return list;
}
