import { describe, expect, it } from 'vitest';
import { IdentityError, StartError } from '../../../../src/model/errors.ts';
import type { ScenarioInput } from '../../../../src/model/scenario.ts';
import { serve } from '../harness.ts';
import { loadInThreads } from './worker-harness.ts';

const endpoints = { it: { path: '/', identity: 'users' } };

describe('a thread that cannot go on', () => {
  const spec: ScenarioInput = { executor: 'constant-vus', vus: 4, duration: '30s', gracefulStop: '5s' };

  it.each([
    ['exits', /load thread \d of 2: it ended with exit code 3/],
    ['throwsLater', /load thread \d of 2: uncaught RangeError: thrown in a timer/],
    ['rejects', /load thread \d of 2: uncaught Error: nobody waits for this/],
  ])('since its script %s fails the run, and what was counted is kept', async (name, message) => {
    const { url } = await serve((_, response) => response.end('ok'));
    const { run, counted } = loadInThreads(
      { url, scenarios: { main: spec } },
      { workers: 2, script: `breaking.ts#${name}` },
    );
    await expect(run).rejects.toThrow(message);
    expect(counted().outcomes.ok).toBeGreaterThan(0);
  });

  it('since its script never ends is given up when the run is aborted', async () => {
    const abort = new AbortController();
    const { url } = await serve((_, response) => {
      response.end('ok');
      setTimeout(() => abort.abort(), 300);
    });
    const { run } = loadInThreads(
      { url, abort: abort.signal, scenarios: { main: spec } },
      { workers: 2, script: 'breaking.ts#hangs' },
    );
    const { interrupted, generator } = await run;
    expect(interrupted).toBe(true);
    expect(generator.notes.join()).toMatch(/load thread \d of 2 did not answer/);
  });

  it.each([
    ['IdentityError', IdentityError, { sizes: { users: 0 } }],
    ['StartError', StartError, { target: { url: 'https://127.0.0.1:1', tls: { ca: 'no-such-file.pem' } } }],
  ])('before it began tells it as %s', async (_, type, more) => {
    const { url, count } = await serve((_, response) => response.end('ok'));
    const pools = { users: { kind: 'static', tokens: ['a'] } };
    const main = { ...spec, requests: ['it'] } as ScenarioInput;
    const { run } = loadInThreads({ url, endpoints, pools, scenarios: { main }, ...more }, { workers: 2 });
    await expect(run).rejects.toThrow(type);
    expect(count()).toBe(0);
  });

  it('since its functions are at hand in the main thread only is not even begun', async () => {
    const { url } = await serve((_, response) => response.end('ok'));
    const module = { iteration: async () => {} };
    const { run } = loadInThreads({ url, scenarios: { main: { spec, module } } }, { workers: 1 });
    await expect(run).rejects.toThrow(/has functions but no module/);
  });
});
