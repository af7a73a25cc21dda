import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { prepareK6 } from '../../../src/engines/k6/run.ts';
import { PlanError } from '../../../src/model/errors.ts';
import { Scenario, type ScenarioInput } from '../../../src/model/scenario.ts';
import { serve, tally } from '../embedded/harness.ts';
import { describeWithEveryK6 } from './every.ts';
import { load } from './harness.ts';

/** Answers with what it was sent. */
function echo(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    if (request.url === '/login')
      response.setHeader('set-cookie', ['sid=abc; Path=/; HttpOnly', 'lang=en; Path=/']);
    response.setHeader('content-type', 'application/json');
    const { method, url, headers } = request;
    const body = Buffer.concat(chunks).toString();
    response.end(JSON.stringify({ method, url, headers, body, items: [{ id: 7 }, { id: 8 }] }));
  });
}

const spec: ScenarioInput = {
  executor: 'per-vu-iterations',
  vus: 2,
  iterations: 3,
  data: { file: 'rows.csv' },
};
const data = [{ n: '10' }, { n: '20' }, { n: '30' }];

describeWithEveryK6(import.meta.filename, 'scripts in k6', () => {
  it('run as they are, and offer all of ctx', async () => {
    const urls: string[] = [];
    const { url, count } = await serve((request, response) => {
      urls.push(`${request.method} ${request.url}`);
      echo(request, response);
    });
    const { samples, customs, scenarios, generator } = await load(
      {
        url,
        endpoints: { item: { method: 'POST', path: '/items/{id}', identity: 'users' } },
        pools: { users: { kind: 'jwt', key: 'k'.repeat(32), class: 'member' } },
        scenarios: { main: { spec: { ...spec, transcript: true } as ScenarioInput, data } },
      },
      { script: 'journey.ts' },
    );
    expect(count()).toBe(samples.length);
    const of = (name: string) => customs.filter((custom) => custom.name === name).map(({ value }) => value);
    for (const name of ['cookie', 'body', 'url'])
      expect([name, ...of(name)]).toEqual([name, 1, 1, 1, 1, 1, 1]);
    expect(of('setup')).toEqual([7, 7, 7, 7, 7, 7]);
    expect(of('row').sort()).toEqual([10, 10, 20, 20, 30, 30]);
    expect(new Set(of('random')).size).toBe(6);
    expect(of('turn').sort()).toEqual([100, 101, 102, 200, 201, 202]);
    expect(tally(samples.map(({ endpoint, outcome, phase }) => `${endpoint} ${outcome} ${phase}`))).toEqual({
      '/setup ok warmup': 1,
      '/list ok load': 6,
      'item unexpected load': 6,
      'login ok load': 6,
      '/echo ok load': 6,
      'teardown ok warmup': 1,
    });
    expect(samples.find(({ endpoint }) => endpoint === 'item')).toMatchObject({
      identityClass: 'member',
      cause: 'json $.items',
    });
    expect(scenarios).toMatchObject([
      {
        iterations: 6,
        maxVUsUsed: 2,
        exceptions: { count: 2, messages: ['RangeError: on purpose', 'RangeError: on purpose'] },
      },
    ]);
    expect(generator.notes).toEqual([]);
    expect(urls.at(0)).toBe('GET /setup');
    expect(urls.at(-1)).toBe('DELETE /teardown/7');
  });

  it('do not begin when setup throws, which is counted', async () => {
    const { url, count } = await serve(echo);
    const { scenarios, samples } = await load(
      { url, scenarios: { main: { executor: 'shared-iterations', vus: 1, iterations: 2 } } },
      { script: 'journey.ts#failing' },
    );
    expect(count()).toBe(0);
    expect(samples).toEqual([]);
    expect(scenarios[0]).toMatchObject({
      iterations: 0,
      exceptions: { count: 1, messages: ['setup: Error: no folder'] },
    });
  });

  it('that need a part of Node are refused with its name, before anything is sent', async () => {
    const file = join(import.meta.dirname, 'scripts/node-only.ts');
    const scenario = {
      name: 'main',
      spec: Scenario.parse({ executor: 'constant-vus', vus: 1, duration: '1s' }),
      moduleUrl: pathToFileURL(file).href,
      module: { iteration: async () => {} } as never,
    };
    const refused = await prepareK6([scenario]).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(PlanError);
    expect((refused as PlanError).problems[0]?.message).toContain('node:fs/promises');
  });
});
