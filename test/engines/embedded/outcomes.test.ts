import type { ServerResponse } from 'node:http';
import { createServer as createRawServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ScenarioInput } from '../../../src/model/scenario.ts';
import { load, serve } from './harness.ts';

const once: ScenarioInput = {
  executor: 'shared-iterations',
  vus: 1,
  iterations: 1,
  requests: ['it'],
  gracefulStop: '10s',
};

const json = '{"data":[1,2],"version":"2.0.0"}';

interface Row {
  readonly name: string;
  readonly endpoint: object;
  readonly answer: (response: ServerResponse) => void;
  readonly outcome: string;
  readonly cause?: string;
}

const status = (code: number) => (response: ServerResponse) => response.writeHead(code).end(json);

const rows: readonly Row[] = [
  { name: '200', endpoint: {}, answer: status(200), outcome: 'ok' },
  { name: '204', endpoint: {}, answer: status(204), outcome: 'ok' },
  {
    name: '302 that nobody expects',
    endpoint: {},
    answer: status(302),
    outcome: 'unexpected',
    cause: 'status',
  },
  { name: '404', endpoint: {}, answer: status(404), outcome: '4xx', cause: 'status' },
  { name: '404 that is expected', endpoint: { expect: { status: 404 } }, answer: status(404), outcome: 'ok' },
  {
    name: '200 where 404 is expected',
    endpoint: { expect: { status: 404 } },
    answer: status(200),
    outcome: 'unexpected',
    cause: 'status',
  },
  { name: '429', endpoint: {}, answer: status(429), outcome: '429', cause: 'status' },
  {
    name: '429 that is expected',
    endpoint: { expect: { status: [200, 429] } },
    answer: status(429),
    outcome: 'ok',
  },
  { name: '503', endpoint: {}, answer: status(503), outcome: '5xx', cause: 'status' },
  { name: '503 that is expected', endpoint: { expect: { status: 503 } }, answer: status(503), outcome: 'ok' },
  {
    name: 'a JSON value that fits',
    endpoint: { expect: { json: { '$.data': { minLength: 2 } } } },
    answer: status(200),
    outcome: 'ok',
  },
  {
    name: 'a JSON value that does not',
    endpoint: { expect: { json: { '$.data': { minLength: 3 } } } },
    answer: status(200),
    outcome: 'unexpected',
    cause: 'json $.data',
  },
  {
    name: 'a missing header',
    endpoint: { expect: { headers: { etag: { exists: true } } } },
    answer: status(200),
    outcome: 'unexpected',
    cause: 'header etag',
  },
  {
    name: 'a header that fits',
    endpoint: { expect: { headers: { ETag: 'a' } } },
    answer: (response) => response.setHeader('etag', 'a').end(),
    outcome: 'ok',
  },
  {
    name: 'a body that fits',
    endpoint: { expect: { body: { contains: 'data' } } },
    answer: status(200),
    outcome: 'ok',
  },
  {
    name: 'a body that does not',
    endpoint: { expect: { body: { matches: '^x' } } },
    answer: status(200),
    outcome: 'unexpected',
    cause: 'body matches',
  },
  {
    name: 'no answer in time',
    endpoint: { timeout: '100ms' },
    answer: () => {},
    outcome: 'timeout',
    cause: 'timeout',
  },
  {
    name: 'half an answer in time',
    endpoint: { timeout: '150ms' },
    answer: (response) => response.writeHead(200, { 'content-length': 100 }).write('half'),
    outcome: 'timeout',
    cause: 'timeout',
  },
  {
    name: 'a connection closed at once',
    endpoint: {},
    answer: (response) => response.destroy(),
    outcome: 'network',
    cause: 'closed',
  },
  {
    name: 'a connection closed in the middle',
    endpoint: {},
    answer: (response) => {
      response.writeHead(200, { 'content-length': 100 }).write('half', () => response.destroy());
    },
    outcome: 'network',
    cause: 'truncated',
  },
];

describe('outcomes', () => {
  it.each(rows)('$name is $outcome', async ({ endpoint, answer, outcome, cause }) => {
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
    const { url } = await serve((_, response) => response.setHeader('x-version', '2.0.0').end(json));
    const { samples } = await load({
      url,
      target: identify ? { identify } : {},
      endpoints: { it: { path: '/' } },
      scenarios: { main: once },
    });
    expect(samples[0]?.version).toBe(version);
  });
});
