import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, createServer as createRawServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { DEMO_ONLY_CERTIFICATE, DEMO_ONLY_CERTIFICATE_KEY } from '../../src/demo/keys.ts';
import { type ClientOptions, ProbeClient } from '../../src/http/client.ts';
import { StartError } from '../../src/model/errors.ts';
import { Target } from '../../src/model/target.ts';

const CA = new URL('../../scenarios/demo-only-ca.pem', import.meta.url).pathname;
const open: { close(): void }[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  open.push(server);
  return (server.address() as AddressInfo).port;
}

async function serve(listener: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(createServer(listener))}`;
}

function clientOf(target: object, options: Partial<ClientOptions> = {}): ProbeClient {
  const client = new ProbeClient({
    target: Target.parse(target),
    mark: [['user-agent', 'canary-gate/0 (+run r)']],
    now: () => performance.now(),
    ...options,
  });
  open.push({ close: () => void client.close() });
  return client;
}

/** Answers with the request line and the header lines as they came. */
const echo: RequestListener = (request: IncomingMessage, response) => {
  const lines = request.rawHeaders.flatMap((name, at) =>
    at % 2 === 0 ? [`${name}: ${request.rawHeaders[at + 1]}`] : [],
  );
  response.end(
    [`${request.method} ${request.url}`, ...lines, `from ${request.socket.remoteAddress}`].join('\n'),
  );
};

test('path, Host and duplicate headers are sent as they are given', async () => {
  const client = clientOf({ url: await serve(echo) });
  const { response } = await client.send({
    method: 'GET',
    path: '/a/../b//c/%2e%2e/d;p?x=%20',
    headers: [
      ['Host', 'other.example'],
      ['X-Twice', '1'],
      ['x-twice', '2'],
    ],
    localAddress: '127.0.0.3',
  });
  expect(response!.body.split('\n')).toEqual(
    expect.arrayContaining([
      'GET /a/../b//c/%2e%2e/d;p?x=%20',
      'host: other.example',
      'X-Twice: 1',
      'x-twice: 2',
      'user-agent: canary-gate/0 (+run r)',
      'from 127.0.0.3',
    ]),
  );
});

test('the base path, the target headers and its cookie go with every request', async () => {
  const reach = { cookie: { name: 'canary', value: 'always' } };
  const client = clientOf({
    url: `${await serve(echo)}/base/`,
    headers: { 'x-a': '1', 'user-agent': 'mine' },
    reach,
  });
  const { response } = await client.send({ method: 'GET', path: '/x', headers: [['Cookie', 'sid=1']] });
  expect(response!.body).toMatch(/^GET \/base\/x\n/);
  expect(response!.body).toMatch(/\nx-a: 1\n/);
  expect(response!.body).toMatch(/\nCookie: sid=1; canary=always\n/);
});

test('a canary that is reached by a header, or at another address', async () => {
  const port = new URL(await serve(echo)).port;
  const byHeader = clientOf({
    url: `http://127.0.0.1:${port}`,
    reach: { header: { name: 'x-canary', value: '1' } },
  });
  expect((await byHeader.send({ method: 'GET', path: '/' })).response!.body).toContain('x-canary: 1');
  const resolved = clientOf({ url: `http://shop.example:${port}`, reach: { resolve: '127.0.0.1' } });
  expect((await resolved.send({ method: 'GET', path: '/' })).response!.body).toContain(
    `host: shop.example:${port}`,
  );
});

test('duplicate header lines of an answer are kept, and redirects are not followed', async () => {
  const url = await serve((_, response) => {
    response.writeHead(302, [
      'Location',
      '/elsewhere',
      'Access-Control-Allow-Origin',
      'https://a.example',
      'access-control-allow-origin',
      '*',
    ]);
    response.end();
  });
  const { response } = await clientOf({ url }).send({ method: 'GET', path: '/' });
  expect(response!.status).toBe(302);
  expect(response!.headers).toEqual(
    expect.arrayContaining([
      ['Access-Control-Allow-Origin', 'https://a.example'],
      ['access-control-allow-origin', '*'],
    ]),
  );
});

test('a body without an end is read up to the cap, and kept up to its own', async () => {
  const url = await serve((_, response) => {
    const timer = setInterval(() => response.write('x'.repeat(65_536)), 1);
    response.on('close', () => clearInterval(timer));
  });
  const caps = { keep: 1000, read: 300_000 };
  const { response, error } = await clientOf({ url }, { caps }).send({ method: 'GET', path: '/' });
  expect(error).toBeUndefined();
  expect(response).toMatchObject({ status: 200, truncated: true, body: 'x'.repeat(1000) });
  expect(response!.bodyBytes).toBeGreaterThan(300_000);
  expect(response!.bodyBytes).toBeLessThan(3_000_000);
});

test('what cannot be sent is an error of the exchange', async () => {
  const client = clientOf({ url: await serve(echo) });
  const { error, response } = await client.send({
    method: 'GET',
    path: '/',
    headers: [['x', 'snow \u2603']],
  });
  expect(response).toBeUndefined();
  expect(error!.code).toBe('UND_ERR_INVALID_ARG');
});

test('a reset is an error, and the request is not sent again', async () => {
  let connections = 0;
  const port = await listen(
    createRawServer((socket) => {
      connections += 1;
      socket.once('data', () => socket.resetAndDestroy());
    }),
  );
  const { error } = await clientOf({ url: `http://127.0.0.1:${port}` }).send({ method: 'GET', path: '/' });
  expect(error).toBeDefined();
  expect(connections).toBe(1);
});

test('nobody listening, no answer in time, and half an answer', async () => {
  const port = await listen(createServer());
  const silent = await clientOf({ url: `http://127.0.0.1:${port}` }).send({
    method: 'GET',
    path: '/',
    timeout: 50,
  });
  expect(silent.error).toMatchObject({ code: 'TIMEOUT' });
  const refused = await clientOf({ url: 'http://127.0.0.1:1' }).send({ method: 'GET', path: '/' });
  expect(refused.error).toMatchObject({ code: 'ECONNREFUSED' });
  const half = await serve((_, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('half');
    setImmediate(() => response.destroy());
  });
  const cut = await clientOf({ url: half }).send({ method: 'GET', path: '/' });
  expect(cut.error).toBeDefined();
});

test('an aborted run gets no more answers', async () => {
  const stop = new AbortController();
  const url = await serve(() => stop.abort());
  const { error } = await clientOf({ url }).send({ method: 'GET', path: '/', signal: stop.signal });
  expect(error).toMatchObject({ code: 'ABORTED' });
});

test('https with an authority of its own, without one, and unverified', async () => {
  const port = await listen(
    createSecureServer({ cert: DEMO_ONLY_CERTIFICATE, key: DEMO_ONLY_CERTIFICATE_KEY }, echo),
  );
  const url = `https://127.0.0.1:${port}`;
  const request = { method: 'GET', path: '/' };
  const trusted = await clientOf({ url, tls: { ca: CA } }).send({
    ...request,
    headers: [['Host', 'other.example']],
  });
  expect(trusted.response?.body).toContain('host: other.example');
  expect((await clientOf({ url }).send(request)).error!.code).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  expect((await clientOf({ url, tls: { insecure: true } }).send(request)).response!.status).toBe(200);
});

test('a TLS file that cannot be read is said before anything is sent', async () => {
  const client = clientOf({ url: 'https://127.0.0.1:1', tls: { ca: 'nowhere.pem' } });
  await expect(client.send({ method: 'GET', path: '/' })).rejects.toThrow(StartError);
  await expect(client.send({ method: 'GET', path: '/' })).rejects.toThrow(/nowhere\.pem/);
});
