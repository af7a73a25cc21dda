import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Credential } from '../../../src/model/identity.ts';
import type { ScenarioInput } from '../../../src/model/scenario.ts';
import { load, serve, tally } from '../embedded/harness.ts';
import { fire } from './harness.ts';

const once: ScenarioInput = { executor: 'shared-iterations', vus: 1, iterations: 1, requests: ['it'] };

interface Seen {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

async function echo() {
  const seen: Seen[] = [];
  const { url } = await serve((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      seen.push({ method: request.method, url: request.url, headers: request.headers, body });
      response.end('ok');
    });
  });
  return { url, seen };
}

describe('requests', () => {
  it.each([
    {
      name: 'with slots, and all that says who sent them',
      endpoint: {
        method: 'POST',
        path: '/people/{name}?by={subject}&raw={unknown}',
        headers: { 'X-Own': '1' },
        body: { name: '{name}', n: 1 },
        identity: 'users',
      },
    },
    {
      name: 'of text',
      endpoint: { method: 'PUT', path: '/', body: 'a=ß', headers: { 'content-type': 'a/b' } },
    },
    { name: 'without a body where one is usual', endpoint: { method: 'POST', path: '/' } },
    { name: 'for another host', endpoint: { path: '/', headers: { host: 'canary.test' } } },
  ])('$name are those of the embedded engine', async ({ endpoint }) => {
    const { url, seen } = await echo();
    const setting = {
      url: `${url}/base/`,
      target: { headers: { 'x-team': 'a' }, reach: { cookie: { name: 'canary', value: 'always' } } },
      endpoints: { it: endpoint },
      pools: { users: { kind: 'static', tokens: ['a'] } },
      scenarios: { main: { spec: once, data: [{ name: 'A "ß"/b' }] } },
    };
    await load(setting);
    await fire(setting);
    const [ours, theirs] = seen;
    expect(theirs?.body).toBe(ours?.body);
    expect({ ...theirs, headers: theirs?.headers }).toEqual({
      ...ours,
      headers: { ...ours?.headers, connection: 'keep-alive' },
    });
  });

  it('are drawn by weight, as the embedded engine draws them', async () => {
    const { url, seen } = await echo();
    const requests = [{ endpoint: 'a', weight: 3 }, 'b'];
    const setting = {
      url,
      endpoints: { a: { path: '/a' }, b: { path: '/b' } },
      scenarios: { main: { ...once, iterations: 200, requests } as ScenarioInput },
    };
    await load(setting);
    const ours = seen.splice(0).map((request) => request.url);
    await fire(setting);
    expect(seen.map((request) => request.url)).toEqual(ours);
  });

  it('take turns with identities, and wait for a token that is late', async () => {
    const { url, seen } = await echo();
    let late = 0;
    const credential = (index: number): Credential => ({
      pool: 'users',
      class: 'gold',
      subject: `s${index}`,
      token: `t${index}`,
      headers: [['authorization', `Bearer t${index}`]],
    });
    const { samples } = await fire({
      url,
      endpoints: { it: { path: '/', identity: 'users' } },
      pools: { users: { kind: 'static', tokens: ['a', 'b', 'c'], class: 'gold' } },
      sizes: { users: 3 },
      identities: {
        ready: (_, __, index) => {
          if (index !== 1 || late > 5) return credential(index);
          late += 1;
          return undefined;
        },
        credential: async (_, __, index) => credential(index),
      },
      scenarios: { main: { ...once, vus: 3, iterations: 60 } },
    });
    expect(samples).toHaveLength(60);
    expect(new Set(samples.map(({ identityClass }) => identityClass))).toEqual(new Set(['gold']));
    const counts = tally(seen.map(({ headers }) => String(headers.authorization)));
    expect(Object.keys(counts).sort()).toEqual(['Bearer t0', 'Bearer t1', 'Bearer t2']);
    expect(late).toBeGreaterThan(0);
  });

  it.each([
    { name: 'a line break', value: 'a\nb' },
    { name: 'a character that is not ASCII', value: 'ß' },
  ])('with $name in a header are our fault and no sample', async ({ value }) => {
    const { url } = await echo();
    const { samples, generator } = await fire({
      url,
      endpoints: { it: { path: '/', headers: { 'x-bad': value } } },
      scenarios: { main: once },
    });
    expect(samples).toHaveLength(0);
    expect(generator.missedRate).toBe(1);
  });

  it('are noted in the transcript', async () => {
    const { url } = await echo();
    const { transcript } = await fire({
      url,
      endpoints: { it: { path: '/a' } },
      scenarios: { main: { ...once, iterations: 3, transcript: true } },
    });
    expect(transcript.map(({ iteration, path, outcome }) => [iteration, path, outcome])).toEqual([
      [0, '/a', 'ok'],
      [1, '/a', 'ok'],
      [2, '/a', 'ok'],
    ]);
  });
});

describe('connections', () => {
  const file = (name: string) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));

  it('with TLS go to the address of `resolve`, and ask for the host of the URL', async () => {
    const names: unknown[] = [];
    const [key, cert] = ['test-only-key.pem', 'test-only-cert.pem'].map((name) => readFileSync(file(name)));
    const server = createServer({ key, cert }, (request, response) => response.end(request.headers.host));
    server.on('secureConnection', ({ servername }) => names.push(servername));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    const { samples } = await fire({
      url: `https://canary.test:${port}`,
      target: { reach: { resolve: '127.0.0.1' }, tls: { insecure: true } },
      endpoints: { it: { path: '/', expect: { body: { contains: `canary.test:${port}` } } } },
      scenarios: { main: once },
    });
    expect(samples[0]).toMatchObject({ outcome: 'ok' });
    expect(names).toEqual(['canary.test']);
  });

  it('are kept: as many as there are virtual users', async () => {
    const { url, server } = await serve((_, response) => response.end('ok'));
    let connections = 0;
    server.on('connection', () => {
      connections += 1;
    });
    await fire({ url, scenarios: { main: { ...once, requests: ['home'], vus: 4, iterations: 400 } } });
    expect(connections).toBe(4);
  });

  it('a file that cannot be read ends the run before it begins', async () => {
    const running = fire({
      url: 'https://127.0.0.1:1',
      target: { tls: { insecure: true, cert: '/nowhere/cert.pem' } },
      endpoints: { it: { path: '/' } },
      scenarios: { main: once },
    });
    await expect(running).rejects.toThrow('/nowhere/cert.pem');
  });
});
