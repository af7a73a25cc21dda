import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { readSignal } from '../../src/http/signals.ts';
import { Endpoint } from '../../src/model/endpoint.ts';
import { Signal } from '../../src/model/gate.ts';
import type { Identities } from '../../src/model/identity.ts';
import { Target } from '../../src/model/target.ts';

/** JSON pages of a service, and a server that speaks the query API of Prometheus. */
const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://x');
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    if (pathname === '/prom/api/v1/query') {
      const query = searchParams.get('query') ?? new URLSearchParams(body).get('query') ?? '';
      const [status, answer] = promQuery(query);
      response.writeHead(status, { 'content-type': 'application/json' }).end(answer);
    } else if (pathname === '/slow') setTimeout(() => response.end('{}'), 2000).unref();
    else if (pathname === '/private' && request.headers.authorization !== 'Bearer secret-token')
      response.writeHead(401).end();
    else if (pathname === '/down') response.writeHead(503).end('{"value":1}');
    else if (pathname === '/html') response.end('<html>');
    else
      response.end(
        '{"value":0.42,"text":"7.5","flag":true,"none":null,"list":[1,2],"mark":"' +
          request.headers['canary-gate-run'] +
          '"}',
      );
  });
});
let url = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function promQuery(query: string): [number, string] {
  if (query === 'bad(')
    return [400, '{"status":"error","errorType":"bad_data","error":"unclosed left parenthesis"}'];
  if (query === 'proxy') return [502, '<html>bad gateway</html>'];
  const value = query.startsWith('nan') ? 'NaN' : `${query.length}`;
  return [
    200,
    JSON.stringify({
      status: 'success',
      data: { resultType: 'vector', result: [{ metric: {}, value: [1, value] }] },
    }),
  ];
}

function read(signal: z.input<typeof Signal>, identities?: Identities) {
  const endpoint = (path: string, identity?: string) =>
    Endpoint.parse({ path, ...(identity && { identity }) });
  const reader = readSignal({
    plan: {
      targets: { canary: Target.parse({ url }) },
      endpoints: { status: endpoint('/status'), private: endpoint('/private', 'users') },
    },
    mark: [['canary-gate-run', 'run-1']],
    wallClock: Date.now,
    ...(identities && { identities }),
  });
  return reader('it', Signal.parse(signal));
}

describe('a JSON value', () => {
  test.each([
    ['a number', '$.value', { state: 'value', value: 0.42 }],
    ['a number in text', '$.text', { state: 'value', value: 7.5 }],
    ['a flag', '$.flag', { state: 'value', value: 1 }],
    ['null', '$.none', { state: 'no_data' }],
    ['nothing there', '$.missing', { state: 'no_data' }],
    ['several values', '$.list[*]', { state: 'error' }],
    ['a list', '$.list', { state: 'error' }],
    ['text', '$.mark', { state: 'error', detail: expect.stringContaining('run-1') }],
  ])('%s', async (_, json, wanted) => {
    expect(await read({ json, endpoint: 'status' })).toMatchObject({ signal: 'it', ...wanted });
  });

  test.each([
    ['not JSON', '/html', 'error'],
    ['an error status, whatever the body says', '/down', 'error'],
    ['no answer in time', '/slow', 'error'],
    ['by any URL', '/anything', 'value'],
  ])('%s', async (_, path, state) => {
    expect(await read({ json: '$.value', url: url + path, timeout: '300ms' })).toMatchObject({ state });
  });

  test('an endpoint with an identity', async () => {
    const headers = [['authorization', 'Bearer secret-token']] as const;
    const credential = { pool: 'users', class: 'x', subject: 's', token: 'secret-token', headers };
    const identities = { size: () => 1, credential: async () => credential, ready: () => credential };
    expect(await read({ json: '$.value', endpoint: 'private' }, identities)).toMatchObject({
      state: 'value',
    });
    expect(await read({ json: '$.value', endpoint: 'private' })).toMatchObject({ state: 'error' });
  });

  test('nobody listens', async () => {
    expect(await read({ json: '$.value', url: 'http://127.0.0.1:1/' })).toMatchObject({
      state: 'error',
      detail: expect.stringMatching(/ECONNREFUSED/),
    });
  });
});

describe('a PromQL query', () => {
  const promql = (query: string) => read({ promql: query, url: `${url}/prom/`, unit: 'ratio' });
  test('a value', async () => expect(await promql('up')).toMatchObject({ state: 'value', value: 2 }));
  test('a query too long for a URL', async () =>
    expect(await promql('x'.repeat(3000))).toMatchObject({ state: 'value', value: 3000 }));
  test('NaN', async () => expect(await promql('nan')).toMatchObject({ state: 'no_data' }));
  test('an error that Prometheus explains', async () =>
    expect(await promql('bad(')).toMatchObject({
      state: 'error',
      detail: 'bad_data: unclosed left parenthesis',
    }));
  test('an error of a proxy', async () =>
    expect(await promql('proxy')).toMatchObject({ state: 'error', detail: 'answered HTTP 502' }));
});
