import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { checks } from '../../checks/index.ts';
import { reporters } from '../../reporters/index.ts';
import { engines } from '../../src/engines/index.ts';
import { runPlan } from '../../src/run/run.ts';
import { load, page, scratch, serve } from './harness.ts';

const scripts = fileURLToPath(new URL('../engines/embedded/threads/scripts/breaking.ts', import.meta.url));

test('a load that breaks down leaves what it measured, and why, in the folder', async () => {
  const { url } = await serve((_, response) => response.end('ok'));
  const loaded = await load({
    targets: { canary: { url }, baseline: { url } },
    endpoints: page,
    scenarios: {
      main: { executor: 'constant-vus', vus: 2, duration: '30s', module: `${scripts}#throwsLater` },
    },
    gates: ['rate(5xx) <= 50%'],
    run: { workers: 2 },
  });
  const out = scratch();
  const running = runPlan({
    loaded,
    engine: engines[0]!,
    checks,
    reporters,
    out,
    mode: 'run',
    progress: () => {},
    abort: new AbortController().signal,
    wallClock: Date.now,
    monotonic: () => performance.now(),
    uuid: () => crypto.randomUUID(),
    version: '0.0.0-test',
  });
  await expect(running).rejects.toThrow(/load thread 1 of 1: uncaught RangeError: thrown in a timer/);
  const folder = join(out, readdirSync(out)[0]!);
  expect(readFileSync(join(folder, 'journal.ndjson'), 'utf8')).toMatch(/"event":"load-failed".*RangeError/);
  expect(readFileSync(join(folder, 'windows.ndjson'), 'utf8')).toContain('"outcome":"ok"');
});
