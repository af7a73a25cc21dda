import type { ServerResponse } from 'node:http';
import { createServer as createRawServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import type { ScenarioInput } from '../../../src/model/scenario.ts';
import { describeWith } from '../../tools.ts';
import { serve } from '../embedded/harness.ts';
import { K6, load } from './harness.ts';

const once = (endpoint: string, iterations = 1): ScenarioInput => ({
  executor: 'shared-iterations',
  vus: 1,
  iterations,
  requests: [endpoint],
  gracefulStop: '10s',
});

const json = '{"data":[1,2],"version":"2.0.0"}';
const status = (code: number) => (response: ServerResponse) => void response.writeHead(code).end(json);

interface Row {
  readonly name: string;
  readonly endpoint: object;
  readonly answer: (response: ServerResponse) => void;
  readonly outcome: string;
  readonly cause?: string;
}

/** As those of the embedded engine. */
const rows: readonly Row[] = [
  { name: '200', endpoint: {}, answer: status(200), outcome: 'ok' },
  { name: '204', endpoint: {}, answer: status(204), outcome: 'ok' },
  { name: '302', endpoint: {}, answer: status(302), outcome: 'unexpected', cause: 'status' },
  { name: '404', endpoint: {}, answer: status(404), outcome: '4xx', cause: 'status' },
  { name: 'expected 404', endpoint: { expect: { status: 404 } }, answer: status(404), outcome: 'ok' },
  {
    name: '200 for an expected 404',
    endpoint: { expect: { status: 404 } },
    answer: status(200),
    outcome: 'unexpected',
    cause: 'status',
  },
  { name: '429', endpoint: {}, answer: status(429), outcome: '429', cause: 'status' },
  { name: '503', endpoint: {}, answer: status(503), outcome: '5xx', cause: 'status' },
  { name: 'expected 503', endpoint: { expect: { status: 503 } }, answer: status(503), outcome: 'ok' },
  {
    name: 'fitting JSON',
    endpoint: { expect: { json: { '$.data': { minLength: 2 } } } },
    answer: status(200),
    outcome: 'ok',
  },
  {
    name: 'unfit JSON',
    endpoint: { expect: { json: { '$.data': { minLength: 3 } } } },
    answer: status(200),
    outcome: 'unexpected',
    cause: 'json $.data',
  },
  {
    name: 'JSON by a filter',
    endpoint: { expect: { json: { '$.data[?@ > 1]': 2 } } },
    answer: status(200),
    outcome: 'ok',
  },
  {
    name: 'a missing header',
    endpoint: { expect: { headers: { etag: { exists: true } } } },
    answer: status(200),
    outcome: 'unexpected',
    cause: 'header etag',
  },
  {
    name: 'a fitting header',
    endpoint: { expect: { headers: { ETag: 'a' } } },
    answer: (response) => void response.setHeader('etag', 'a').end(),
    outcome: 'ok',
  },
  {
    name: 'an unfit body',
    endpoint: { expect: { body: { matches: '^x' } } },
    answer: status(200),
    outcome: 'unexpected',
    cause: 'body matches',
  },
  {
    name: 'no answer',
    endpoint: { timeout: '300ms' },
    answer: () => {},
    outcome: 'timeout',
    cause: 'timeout',
  },
  {
    name: 'half an answer',
    endpoint: { timeout: '300ms' },
    answer: (response) => void response.writeHead(200, { 'content-length': 100 }).write('half'),
    outcome: 'timeout',
    cause: 'timeout',
  },
  {
    name: 'a closed connection',
    endpoint: { method: 'POST' },
    answer: (response) => void response.destroy(),
    outcome: 'network',
    cause: 'closed',
  },
  {
    name: 'an answer cut off',
    endpoint: {},
    answer: (response) => {
      response.writeHead(200, { 'content-length': 100 }).write('half', () => response.destroy());
    },
    outcome: 'network',
    cause: 'truncated',
  },
  {
    name: 'a body that is too large',
    endpoint: { expect: { json: { $: { exists: true } } } },
    answer: (response) => void response.end('x'.repeat(2_000_000)),
    outcome: 'unexpected',
    cause: 'body-too-large',
  },
];

const pathOf = (index: number) => `/${index}`;
const nameOf = (index: number) => `row-${index}`;

describeWith(K6, import.meta.filename, 'outcomes by k6', () => {
  // One run for all of them, since k6 takes a second to begin.
  it('are those of the embedded engine', async () => {
    const seen = new Map<string, number>();
    const { url } = await serve((request, response) => {
      seen.set(request.url ?? '', (seen.get(request.url ?? '') ?? 0) + 1);
      rows[Number(request.url?.slice(1))]?.answer(response);
    });
    const { samples, scenarios } = await load({
      url,
      target: { identify: { json: '$.version', equals: '2.0.0' } },
      endpoints: Object.fromEntries(
        rows.map(({ endpoint }, index) => [nameOf(index), { path: pathOf(index), ...endpoint }]),
      ),
      scenarios: Object.fromEntries(rows.map((_, index) => [`scenario-${index}`, once(nameOf(index))])),
    });
    const told = rows.map(({ name }, index) => {
      const [sample] = samples.filter(({ endpoint }) => endpoint === nameOf(index));
      return [name, sample?.outcome, sample?.cause, seen.get(pathOf(index))];
    });
    expect(told).toEqual(rows.map(({ name, outcome, cause }) => [name, outcome, cause, 1]));
    expect(samples).toHaveLength(rows.length);
    expect(samples.find(({ endpoint }) => endpoint === nameOf(0))).toMatchObject({
      status: 200,
      version: '2.0.0',
      bytes: json.length,
      phase: 'load',
      scenario: 'scenario-0',
      identityClass: 'anonymous',
    });
    expect(scenarios.map(({ iterations }) => iterations)).toEqual(rows.map(() => 1));
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
