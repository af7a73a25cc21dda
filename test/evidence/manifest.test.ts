import { createHash } from 'node:crypto';
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readManifest, verifyManifest } from '../../src/evidence/manifest.ts';
import { newRun, temporary } from './tools.ts';

test('lists size and SHA-256 of every file', async () => {
  const run = await newRun();
  await run.plan({ name: 'ü' });
  await run.close({ interrupted: false });
  const { files } = await readManifest(run.path);
  const bytes = await readFile(join(run.path, 'plan.json'));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  expect(files['plan.json']).toEqual({ bytes: bytes.length, sha256 });
});

test('shows what is missing, changed and added', async () => {
  const run = await newRun();
  await run.plan({});
  await run.file('report.json', '{}');
  await run.close({ interrupted: false });
  await appendFile(join(run.path, 'plan.json'), ' ');
  await rm(join(run.path, 'report.json'));
  await writeFile(join(run.path, 'other.txt'), '');
  expect(await verifyManifest(run.path)).toEqual([
    { file: 'plan.json', kind: 'changed' },
    { file: 'report.json', kind: 'missing' },
    { file: 'other.txt', kind: 'unlisted' },
  ]);
});

test.each(['no JSON', '{"schema": "other"}'])('refuses a manifest that is none: %s', async (text) => {
  const folder = await temporary();
  await writeFile(join(folder, 'manifest.json'), text);
  await expect(readManifest(folder)).rejects.toThrow(/is no manifest of canary-gate/);
});
