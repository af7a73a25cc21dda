import { execFileSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { versionOf } from '../../../src/engines/k6/binary.ts';
import { WorkerError } from '../../../src/model/errors.ts';
import type { ScenarioInput } from '../../../src/model/scenario.ts';
import { describeWith } from '../../tools.ts';
import { serve, tally } from '../embedded/harness.ts';
import { describeWithEveryK6, K6_V1 } from './every.ts';
import { begin, load } from './harness.ts';

const requests = ['home'];
const open: ScenarioInput = {
  executor: 'constant-arrival-rate',
  rate: 60,
  duration: '1s',
  preAllocatedVUs: 9,
  requests,
};
const ramp: ScenarioInput = {
  executor: 'ramping-vus',
  startVUs: 3,
  stages: [{ target: 3, duration: '1s' }],
  pause: '100ms',
  requests,
};

/** What outcomes, scripts, tokens, result files and exported scripts are with each k6, the tests of their own tell. */
describeWithEveryK6(import.meta.filename, 'a version of k6', () => {
  it.each([1, 3])('loads in %i processes, and its counts are those of the server', async (instances) => {
    const { url, count } = await serve((request, response) => {
      response.writeHead(request.url === '/429' ? 429 : 200).end('{"a":1}');
    });
    const { samples, scenarios, generator } = await load(
      {
        url,
        endpoints: { home: { path: '/', expect: { json: { '$.a': 1 } } }, limited: { path: '/429' } },
        scenarios: {
          open,
          ramp,
          limited: { executor: 'shared-iterations', vus: 3, iterations: 30, requests: ['limited'] },
        },
      },
      { job: { instances } },
    );
    expect(samples).toHaveLength(count());
    const outcomes = samples.map(({ scenario, outcome }) => `${scenario} ${outcome}`);
    const { 'ramp ok': ramped = 0, ...counted } = tally(outcomes);
    expect(counted).toEqual({ 'open ok': 60, 'limited 429': 30 });
    expect(ramped).toBeGreaterThan(6);
    expect(scenarios.map(({ iterations, dropped }) => [iterations, dropped])).toEqual([
      [60, 0],
      [ramped, 0],
      [30, 0],
    ]);
    expect(generator.notes).toEqual([]);
  });

  it('ends when it is told to, and keeps what it measured', async () => {
    const controller = new AbortController();
    const { url } = await serve((_, response) => void response.end('ok'));
    const scenarios = { main: { ...open, duration: '60s' } as ScenarioInput };
    const { run, samples } = begin({ url, abort: controller.signal, scenarios });
    while (samples.length < 10) await delay(20);
    controller.abort();
    expect(await run).toMatchObject({ interrupted: true });
    expect(samples.length).toBeGreaterThanOrEqual(10);
  });

  it('whose script throws while it is loaded is an error with its words', async () => {
    const { url, count } = await serve((_, response) => void response.end('ok'));
    const scenarios = { main: { executor: 'shared-iterations', vus: 1, iterations: 1 } as const };
    const failure = await load({ url, scenarios }, { script: 'throwing.ts' }).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(WorkerError);
    expect((failure as Error).message).toMatch(/107.*on purpose, while it is loaded/);
    expect(count()).toBe(0);
  });
});

describeWith(K6_V1, import.meta.filename, 'k6 v1', (program) => {
  it('is one', () => {
    expect(versionOf(execFileSync(program, ['version'], { encoding: 'utf8' }))?.major).toBe(1);
  });
});
