import { createServer as createRawServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import type { ScenarioInput } from '../../../src/model/scenario.ts';
import { serve } from '../embedded/harness.ts';
import { JSON_BODY, OUTCOME_CASES } from '../outcome-cases.ts';
import { describeWithEveryK6 } from './every.ts';
import { load } from './harness.ts';

const once = (endpoint: string, iterations = 1): ScenarioInput => ({
  executor: 'shared-iterations',
  vus: 1,
  iterations,
  requests: [endpoint],
  gracefulStop: '10s',
});

const pathOf = (index: number) => `/${index}`;
const nameOf = (index: number) => `row-${index}`;

describeWithEveryK6(import.meta.filename, 'outcomes by k6', () => {
  // One run for all of them, since k6 takes a second to begin.
  it('are those of the embedded engine', async () => {
    const seen = new Map<string, number>();
    const { url } = await serve((request, response) => {
      seen.set(request.url ?? '', (seen.get(request.url ?? '') ?? 0) + 1);
      OUTCOME_CASES[Number(request.url?.slice(1))]?.answer(response);
    });
    const { samples, scenarios } = await load({
      url,
      target: { identify: { json: '$.version', equals: '2.0.0' } },
      endpoints: Object.fromEntries(
        OUTCOME_CASES.map(({ endpoint }, index) => [nameOf(index), { path: pathOf(index), ...endpoint }]),
      ),
      scenarios: Object.fromEntries(
        OUTCOME_CASES.map((_, index) => [`scenario-${index}`, once(nameOf(index))]),
      ),
    });
    const told = OUTCOME_CASES.map(({ name, bytes }, index) => {
      const [sample] = samples.filter(({ endpoint }) => endpoint === nameOf(index));
      return [name, sample?.outcome, sample?.cause, seen.get(pathOf(index)), bytes && sample?.bytes];
    });
    expect(told).toEqual(
      OUTCOME_CASES.map(({ name, outcome, cause, bytes }) => [name, outcome, cause, 1, bytes]),
    );
    expect(samples).toHaveLength(OUTCOME_CASES.length);
    expect(samples.find(({ endpoint }) => endpoint === nameOf(0))).toMatchObject({
      status: 200,
      version: '2.0.0',
      bytes: JSON_BODY.length,
      phase: 'load',
      scenario: 'scenario-0',
      identityClass: 'anonymous',
    });
    expect(scenarios.map(({ iterations }) => iterations)).toEqual(OUTCOME_CASES.map(() => 1));
  });

  it('of a refused connection is network, with its code', async () => {
    const { samples } = await load({
      url: 'http://127.0.0.1:1',
      scenarios: { main: once('home', 5) },
    });
    expect(samples).toHaveLength(5);
    expect(samples[0]).toMatchObject({ outcome: 'network', cause: 'ECONNREFUSED', status: 0 });
  });

  it('of a malformed answer is network', async () => {
    const server = createRawServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end('this is not HTTP\r\n\r\n'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    const { samples } = await load({
      url: `http://127.0.0.1:${port}`,
      endpoints: { home: { path: '/', method: 'POST' } },
      scenarios: { main: once('home') },
    });
    expect(samples.map(({ outcome }) => outcome)).toEqual(['network']);
  });
});
