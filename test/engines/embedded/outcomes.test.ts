import { createServer as createRawServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ScenarioInput } from '../../../src/model/scenario.ts';
import { JSON_BODY, OUTCOME_CASES } from '../outcome-cases.ts';
import { load, serve } from './harness.ts';

const once: ScenarioInput = {
  executor: 'shared-iterations',
  vus: 1,
  iterations: 1,
  requests: ['it'],
  gracefulStop: '10s',
};

describe('outcomes', () => {
  it.each(OUTCOME_CASES)('$name is $outcome', async ({ endpoint, answer, outcome, cause, bytes }) => {
    const { url, count } = await serve((_, response) => answer(response));
    const { samples } = await load({
      url,
      endpoints: { it: { path: '/', ...endpoint } },
      scenarios: { main: once },
    });
    expect(samples).toHaveLength(1);
    expect(count()).toBe(1);
    expect(samples[0]).toMatchObject({ endpoint: 'it', scenario: 'main', phase: 'load', outcome });
    expect(samples[0]?.cause).toBe(cause);
    if (bytes !== undefined) expect(samples[0]?.bytes).toBe(bytes);
  });

  it('a refused connection is network, with its code', async () => {
    const { samples } = await load({
      url: 'http://127.0.0.1:1',
      endpoints: { it: { path: '/' } },
      scenarios: { main: { ...once, iterations: 5 } },
    });
    expect(samples).toHaveLength(5);
    expect(samples[0]).toMatchObject({ outcome: 'network', cause: 'ECONNREFUSED', status: 0 });
  });

  it.each([
    'this is not HTTP\r\n\r\n',
    'HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n',
    'HTTP/1.1 999999 ?\r\n\r\n',
  ])('the malformed answer %j is network', async (text) => {
    const server = createRawServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end(text));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    const { outcomes } = await load({
      url: `http://127.0.0.1:${port}`,
      endpoints: { it: { path: '/' } },
      scenarios: { main: { ...once, iterations: 2 } },
    });
    expect(outcomes).toEqual({ network: 2 });
  });

  it('takes no memory for a body of 50 MB', async () => {
    const chunk = Buffer.alloc(1_048_576, 'x');
    const { url } = await serve((_, response) => {
      let left = 50;
      const more = () => {
        while (left-- > 0) if (!response.write(chunk)) return void response.once('drain', more);
        response.end();
      };
      more();
    });
    const { samples } = await load({
      url,
      endpoints: { it: { path: '/', expect: { json: { $: { exists: true } } } } },
      scenarios: { main: once },
    });
    expect(samples[0]).toMatchObject({
      outcome: 'unexpected',
      cause: 'body-too-large',
      bytes: 50 * 1_048_576,
    });
  });

  it.each([
    [{ header: 'X-Version', equals: '2.0.0' }, '2.0.0'],
    [{ json: '$.version', equals: '2.0.0' }, '2.0.0'],
    [{ header: 'x-other', equals: '2.0.0' }, ''],
    [undefined, ''],
  ])('identified by %j, the version is %j', async (identify, version) => {
    const { url } = await serve((_, response) => response.setHeader('x-version', '2.0.0').end(JSON_BODY));
    const { samples } = await load({
      url,
      target: identify ? { identify } : {},
      endpoints: { it: { path: '/' } },
      scenarios: { main: once },
    });
    expect(samples[0]?.version).toBe(version);
  });
});
