import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checks } from '../../checks/index.ts';
import { reporters } from '../../reporters/index.ts';
import { verifyManifest } from '../../src/evidence/manifest.ts';
import { Report } from '../../src/model/report.ts';
import { judgeRun } from '../../src/run/judge.ts';
import { burst, run, serve } from './harness.ts';

const SECRET = 'a-secret-that-nobody-may-read-0123456789';

async function stored() {
  const serving = await serve(
    (request, response) =>
      void response
        .writeHead(200, {
          'x-echo': String(request.headers.authorization),
          'x-content-type-options': 'nosniff',
        })
        .end(`{"you":"${request.headers.authorization}"}`),
  );
  const result = await run({
    targets: { canary: { url: serving.url } },
    identities: {
      users: { kind: 'static', tokens: [SECRET, `${SECRET}-2`], use: ['load', 'check'] },
    },
    endpoints: { page: { path: '/', identity: 'users' } },
    policy: { headers: { endpoints: ['page'] } },
    scenarios: { burst: burst(650, 4, { transcript: true }) },
    gates: ['rate(5xx) <= 0.5%', 'p95(latency) <= 2s'],
  });
  return { ...result, serving };
}

test('the folder judges itself again, without the target', async () => {
  const { report, folder, serving } = await stored();
  serving.server.closeAllConnections();
  serving.server.close();
  const again = await judgeRun(folder, { checks, reporters, version: '0.0.0-test' });
  expect(again.report).toEqual({ ...report, run: { ...report.run } });
});

test('the folder holds everything, sealed, and no secret', async () => {
  const { report, folder } = await stored();
  expect(Report.parse(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')))).toEqual(report);
  expect(await verifyManifest(folder)).toEqual([]);
  const files = readdirSync(folder);
  expect(files).toEqual(
    expect.arrayContaining([
      'plan.json',
      'journal.ndjson',
      'windows.ndjson',
      'windows.hlog',
      'transcript.ndjson',
      'transcript.log',
      'summary-burst.json',
      'exchanges.ndjson',
      'report.json',
      'junit.xml',
      'report.md',
      'manifest.json',
    ]),
  );
  for (const file of files) expect(readFileSync(join(folder, file), 'utf8'), file).not.toContain(SECRET);
  const summary = JSON.parse(readFileSync(join(folder, 'summary-burst.json'), 'utf8'));
  expect(summary).toMatchObject({
    total_queries: 650,
    successful: 650,
    failed: 0,
    success_rate_percent: 100,
  });
  expect(readFileSync(join(folder, 'transcript.ndjson'), 'utf8').trim().split('\n')).toHaveLength(650);
});
