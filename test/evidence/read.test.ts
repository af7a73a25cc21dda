import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readRun } from '../../src/evidence/read.ts';
import { newRun, temporary, windowsOf } from './tools.ts';

describe('a folder that is none', () => {
  test.each<[string, (folder: string) => Promise<string>, RegExp]>([
    [
      'missing',
      async (folder) => join(folder, 'nowhere'),
      /nowhere: it does not exist; the folder of a run is wanted/,
    ],
    ['empty', async (folder) => folder, /holds no run: plan\.json: it does not exist/],
    [
      'a file',
      async (folder) => {
        await writeFile(join(folder, 'file'), '');
        return join(folder, 'file');
      },
      /file is a file; the folder of a run is wanted/,
    ],
    [
      'a broken plan',
      async (folder) => {
        await writeFile(join(folder, 'plan.json'), '{"name":');
        return folder;
      },
      /plan\.json is no JSON: it was cut off or changed/,
    ],
  ])('%s', async (_name, prepare, message) => {
    const folder = await prepare(await temporary());
    const read = readRun(folder);
    await expect(read).rejects.toThrow(message);
    await expect(read).rejects.toMatchObject({ name: 'EvidenceError', exitCode: 2 });
  });
});

describe('what is broken in part', () => {
  test('is told by file and line, and the rest is kept', async () => {
    const run = await newRun();
    await run.plan({});
    const [first, second] = windowsOf({}, { intended: 1000 });
    run.window(first!);
    await appendFile(join(run.path, 'windows.ndjson'), '{"second": "two"}\n\n');
    run.window(second!);
    await appendFile(join(run.path, 'windows.ndjson'), '{"second": 3, "ser');
    await writeFile(join(run.path, 'exchanges.ndjson'), 'nonsense\n');
    await writeFile(join(run.path, 'report.json'), '{"schema": "canary-gate/report@99"}');
    const stored = await readRun(run.path);
    const seconds: number[] = [];
    for await (const window of stored.windows()) seconds.push(window.second);
    expect(seconds).toEqual([0, 1]);
    expect(stored.report).toBeUndefined();
    expect(stored.problems.map(({ file, line }) => [file, line])).toEqual([
      ['report.json', undefined],
      ['exchanges.ndjson', 1],
      ['windows.ndjson', 2],
      ['windows.ndjson', 5],
    ]);
  });

  test('a file that cannot be read is told too', async () => {
    const run = await newRun();
    await run.plan({});
    await mkdir(join(run.path, 'journal.ndjson'));
    const stored = await readRun(run.path);
    expect(stored.journal).toEqual([]);
    expect(stored.problems).toEqual([{ file: 'journal.ndjson', message: 'it is a folder' }]);
  });
});

test.each([
  ['a count below 0', '"count":1', '"count":-1'],
  ['an unknown outcome', '"outcome":"ok"', '"outcome":"fine"'],
  ['a histogram of text', '"latency":[', '"latency":["x",'],
  ['half a histogram', '"latency":[', '"latency":[7,'],
])('a window that was edited is left out: %s', async (_name, from, to) => {
  const run = await newRun();
  await run.plan({});
  const line = JSON.stringify(windowsOf({})[0]);
  expect(line).toContain(from);
  await writeFile(join(run.path, 'windows.ndjson'), `${line}\n${line.replace(from, to)}\n`);
  const stored = await readRun(run.path);
  let count = 0;
  for await (const _ of stored.windows()) count += 1;
  expect(count).toBe(1);
  expect(stored.problems).toMatchObject([{ file: 'windows.ndjson', line: 2 }]);
});

test('an exception of whoever reads windows is their own', async () => {
  const run = await newRun();
  await run.plan({});
  for (const window of windowsOf({})) run.window(window);
  const stored = await readRun(run.path);
  const read = async () => {
    for await (const _ of stored.windows()) throw new RangeError('mine');
  };
  await expect(read()).rejects.toThrow('mine');
});
