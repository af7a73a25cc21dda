import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { createSecureServer, type Http2ServerRequest } from 'node:http2';
import { createServer as createSecureHttp1Server } from 'node:https';
import { expect, it } from 'vitest';
import type { ScenarioInput } from '../../../src/model/scenario.ts';
import { listen } from '../../http/dialling.ts';
import { serve, tally } from '../embedded/harness.ts';
import { describeWithEveryK6 } from './every.ts';
import { load } from './harness.ts';

const file = (kind: string) => readFileSync(new URL(`../fixtures/test-only-${kind}.pem`, import.meta.url));
const KEYS = { cert: file('cert'), key: file('key') };
const tls = { insecure: true };

const users = (vus: number, iterations: number): { main: ScenarioInput } => ({
  main: { executor: 'per-vu-iterations', vus, iterations, requests: ['home'] },
});

/** A server that speaks HTTP/2 and HTTP/1.1, and what each of its requests came by. */
async function modern() {
  const versions: string[] = [];
  const ports = new Set<number | undefined>();
  const server = createSecureServer({ ...KEYS, allowHTTP1: true }, (request, response) => {
    versions.push(request.httpVersion);
    ports.add(portOf(request));
    response.end('ok');
  });
  return { url: `https://127.0.0.1:${await listen(server)}`, versions, ports };
}

/** Of the client: one for each connection. */
const portOf = ({ stream, socket }: Http2ServerRequest) =>
  stream?.session?.socket.remotePort ?? socket.remotePort;

describeWithEveryK6(import.meta.filename, 'connections', () => {
  it.each([
    ['auto', '2.0'],
    ['h2', '2.0'],
    ['h1', '1.1'],
  ])('of the protocol %s are HTTP/%s on the wire, one for each virtual user', async (protocol, version) => {
    const { url, versions, ports } = await modern();
    const target = { tls, connection: { protocol } };
    const { outcomes } = await load({ url, target, scenarios: users(2, 3) });
    expect(outcomes).toEqual({ ok: 6 });
    expect(tally(versions)).toEqual({ [version]: 6 });
    expect(ports.size).toBe(2);
  });

  it.each([
    ['h2', { network: 2 }, 'h2-refused'],
    ['auto', { ok: 2 }, undefined],
  ])('of the protocol %s to a server without HTTP/2 are %j', async (protocol, wanted, cause) => {
    const port = await listen(createSecureHttp1Server(KEYS, (_, response) => void response.end('ok')));
    const target = { tls, connection: { protocol } };
    const { outcomes, samples } = await load({
      url: `https://127.0.0.1:${port}`,
      target,
      scenarios: users(1, 2),
    });
    expect(outcomes).toEqual(wanted);
    expect(samples[0]?.cause).toBe(cause);
  });

  it.each(['h1', 'h2'])('of one request each are that with %s', async (protocol) => {
    const { url, ports } = await modern();
    const target = { tls, connection: { protocol, maxRequests: 1 } };
    const { outcomes } = await load({ url, target, scenarios: users(2, 3) });
    expect(outcomes).toEqual({ ok: 6 });
    expect(ports.size).toBe(6);
  });

  it.each([1, 2])('come from the source addresses of the plan, in %i processes', async (instances) => {
    const seen: (string | undefined)[] = [];
    const { url } = await serve((request, response) => {
      seen.push(request.socket.remoteAddress);
      response.end('ok');
    });
    const sourceAddresses = ['127.0.0.2', '127.0.0.3'];
    await load({ url, sourceAddresses, scenarios: users(2, 4) }, { job: { instances } });
    expect(tally(seen.map(String))).toEqual({ '127.0.0.2': 4, '127.0.0.3': 4 });
  });

  it.each([
    ['an address of IPv4', '127.0.0.1', 'shop.example'],
    ['an address of IPv6', '::1', 'shop.example'],
    ['a name', 'localhost', 'shop.example'],
    ['an address in place of another', '127.0.0.1', '192.0.2.1'],
  ])('lead to %s that the plan names', async (_, resolve, host) => {
    const hosts: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      hosts.push(request.headers.host);
      response.end('ok');
    });
    const port = await listen(server, resolve);
    const target = { reach: { resolve } };
    const { outcomes } = await load({ url: `http://${host}:${port}`, target, scenarios: users(1, 1) });
    expect(outcomes).toEqual({ ok: 1 });
    expect(hosts).toEqual([`${host}:${port}`]);
  });

  it('carry the headers and the path of the target', async () => {
    const seen: { path: string | undefined; headers: IncomingHttpHeaders }[] = [];
    const { url } = await serve((request, response) => {
      seen.push({ path: request.url, headers: request.headers });
      response.end('ok');
    });
    const headers = {
      'X-Forwarded-For': '203.0.113.7, 203.0.113.8',
      'X-Forwarded-Proto': 'https',
      Host: 'shop.example',
      Cookie: 'a=b',
    };
    const reach = { cookie: { name: 'canary', value: 'always' } };
    const endpoints = { home: { path: '/items?page=1', headers: { 'x-forwarded-proto': 'http' } } };
    const target = { headers, reach };
    await load({ url: `${url}/base/path/`, target, endpoints, scenarios: users(1, 1) });
    expect(seen).toMatchObject([
      {
        path: '/base/path/items?page=1',
        headers: {
          host: 'shop.example',
          'x-forwarded-for': '203.0.113.7, 203.0.113.8',
          'x-forwarded-proto': 'http',
          cookie: 'canary=always; a=b',
        },
      },
    ]);
  });
});
