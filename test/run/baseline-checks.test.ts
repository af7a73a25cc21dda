import type { RequestListener } from 'node:http';
import { expect, test } from 'vitest';
import { judgeRun } from '../../src/run/judge.ts';
import { known, load, runLoaded, serve } from './harness.ts';

const VERSIONED = { server: 'made-up/1.2.3' };
const SOUND = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' };
const answering =
  (headers: Readonly<Record<string, string>>): RequestListener =>
  (_, response) =>
    void response.writeHead(200, { 'content-type': 'application/json', ...headers }).end('{}');

const plan = {
  endpoints: { page: { path: '/' } },
  policy: { headers: { endpoints: ['page'] } },
  checks: { only: ['headers/banners', 'headers/referrer-policy', 'headers/nosniff'] },
};

test('what the baseline shows too is marked, and the baseline is asked nothing else', async () => {
  const canary = await serve(answering({ ...SOUND, ...VERSIONED, 'referrer-policy': 'unsafe-url' }));
  const baseline = await serve(answering({ ...SOUND, ...VERSIONED }));
  const loaded = await load({
    ...plan,
    targets: { canary: { url: canary.url }, baseline: { url: baseline.url } },
  });
  const { report, folder } = await runLoaded(loaded, { mode: 'check' });
  const told = Object.fromEntries(
    report.checks.map(({ id, outcome, preExisting }) => [id, [outcome, preExisting]]),
  );
  expect(told).toEqual({
    'headers/nosniff': ['pass', undefined],
    'headers/referrer-policy': ['fail', undefined],
    'headers/banners': ['fail', true],
  });
  const again = await judgeRun(folder, { ...known, reporters: [], version: '0.0.0-test' });
  expect(again.report.checks).toEqual(report.checks);
});

test('without failures the baseline is left alone', async () => {
  const canary = await serve(answering(SOUND));
  const baseline = await serve(answering(VERSIONED));
  const loaded = await load({
    ...plan,
    targets: { canary: { url: canary.url }, baseline: { url: baseline.url } },
  });
  const { report } = await runLoaded(loaded, { mode: 'check' });
  expect(report.checks.map(({ outcome }) => outcome)).toEqual(['pass', 'pass', 'pass']);
  // The preflight asks whether it answers at all.
  expect(baseline.seen.length).toBeLessThanOrEqual(1);
});
