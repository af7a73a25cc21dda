import { expect, test } from 'vitest';
import { burst, page, run, serve } from './harness.ts';

const answer =
  (status = 200) =>
  (_: unknown, response: { writeHead(status: number): { end(body: string): void } }) =>
    void response.writeHead(status).end('{}');

test('598 requests with none bad prove 0.5 %, and 100 do not', async () => {
  const { url } = await serve(answer());
  const plan = {
    targets: { canary: { url } },
    endpoints: page,
    gates: ['rate(5xx) <= 0.5%'],
    checks: { skip: ['endpoints'] },
  };
  const enough = await run({ ...plan, scenarios: { burst: burst(598) } });
  expect(enough.report).toMatchObject({ verdict: 'PASS', decision: 'PROMOTE', exitCode: 0 });
  const few = await run({ ...plan, scenarios: { burst: burst(100) } });
  expect(few.report).toMatchObject({ verdict: 'INCONCLUSIVE', decision: 'HOLD', exitCode: 3 });
  expect(few.report.gates[0]).toMatchObject({ state: 'inconclusive', n: 100, bad: 0, needed: 598 });
  expect(few.report.reasons.map(({ code }) => code)).toContain('insufficient_samples');
});

test('zero requests are no data, never a pass', async () => {
  const { url } = await serve(answer());
  const { report } = await run({
    targets: { canary: { url } },
    endpoints: page,
    gates: ['rate(5xx) <= 0.5%'],
  });
  expect(report.gates[0]).toMatchObject({ state: 'no_data', n: 0 });
  expect(report).toMatchObject({ verdict: 'INCONCLUSIVE', exitCode: 3 });
});

test('a target that refuses every connection during the load fails its percentile', async () => {
  const { url, server } = await serve(answer());
  const plan = {
    targets: { canary: { url } },
    endpoints: page,
    checks: { skip: ['*'] },
    gates: ['p95(latency) <= 220ms'],
  };
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  const refused = run(
    { ...plan, scenarios: { burst: burst(300, 4, { startTime: '300ms' }) } },
    { progress: (event) => void (event.kind === 'stage' && event.name === 'load' && close()) },
  );
  const { report } = await refused;
  expect(report.gates.find(({ expression }) => expression.startsWith('p95'))).toMatchObject({
    state: 'fail',
    observed: null,
    n: 300,
    bad: 300,
  });
  expect(report).toMatchObject({ verdict: 'FAIL', exitCode: 1 });
});

test('a plan with nothing to judge is no pass', async () => {
  const { url } = await serve(answer());
  const { report } = await run({
    targets: { canary: { url } },
    endpoints: page,
    scenarios: { burst: burst(10) },
    checks: { skip: ['*'] },
  });
  expect(report.verdict).toBe('INCONCLUSIVE');
});

test('a trigger that is longer than the run is shown, and blocks nothing', async () => {
  const { url } = await serve(answer());
  const { report } = await run({
    targets: { canary: { url } },
    endpoints: page,
    scenarios: { burst: burst(700) },
    gates: ['rate(5xx) <= 0.5%'],
    triggers: ['p95(latency)[1m] > 250ms for 10m -> rollback'],
    checks: { skip: ['endpoints'] },
  });
  expect(report.gates.find(({ kind }) => kind === 'trigger')).toMatchObject({ state: 'not_evaluable' });
  expect(report.verdict).toBe('PASS');
});

test('answers of another version leave the canary unproven', async () => {
  let turn = 0;
  const { url } = await serve(
    (_, response) => void response.writeHead(200, { 'x-version': turn++ % 20 === 0 ? '2' : '1' }).end('{}'),
  );
  const { report } = await run({
    targets: { canary: { url, identify: { header: 'x-version', equals: '2' } } },
    endpoints: page,
    scenarios: { burst: burst(700) },
    gates: ['rate(5xx) <= 0.5%'],
    checks: { skip: ['*'] },
  });
  expect(report).toMatchObject({ verdict: 'INCONCLUSIVE', decision: 'HOLD' });
  expect(report.reasons.map(({ code }) => code)).toContain('version_unproven');
});
