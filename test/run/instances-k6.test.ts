import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { checks } from '../../checks/index.ts';
import { k6 } from '../../src/engines/k6/engine.ts';
import { judgeRun } from '../../src/run/judge.ts';
import { describeWithEveryK6 } from '../engines/k6/every.ts';
import { children } from '../engines/k6/harness.ts';
import { load, page, runLoaded, serve } from './harness.ts';

describeWithEveryK6(import.meta.filename, 'a run of which one instance of k6 is killed', () => {
  it('is INCONCLUSIVE, names the instance, and holds nothing against the target that it missed', async () => {
    const { url, seen } = await serve((_, response) => void response.end('ok'));
    const loaded = await load({
      targets: { canary: { url } },
      endpoints: page,
      scenarios: {
        main: {
          executor: 'constant-arrival-rate',
          rate: 100,
          duration: '4s',
          preAllocatedVUs: 12,
          requests: ['page'],
        },
      },
      gates: ['throughput >= 99/s', 'count(ok) >= 400', 'rate(5xx) <= 5%'],
      checks: { skip: ['*'] },
    });
    const running = runLoaded(loaded, { engine: k6, instances: 3 });
    while (seen.length < 60) await delay(20);
    process.kill(children()[0]!, 'SIGKILL');
    const { report, folder } = await running;
    expect(report).toMatchObject({ verdict: 'INCONCLUSIVE', decision: 'HOLD', exitCode: 3 });
    expect(report.reasons).toContainEqual({
      code: 'missing_instance',
      text: expect.stringMatching(/^instance \d of 3: /),
    });
    expect(report.gates.map(({ state }) => state)).toEqual(['inconclusive', 'inconclusive', 'pass']);
    const again = await judgeRun(folder, { checks, reporters: [], version: '0.0.0-test' });
    expect(again.report.reasons).toEqual(report.reasons);
    expect(again.report.gates).toEqual(report.gates);
  });
});
