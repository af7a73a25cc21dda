import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ScenarioInput } from '../../../src/model/scenario.ts';
import { load, serve, tally } from './harness.ts';

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

describe('static requests', () => {
  it('fill their slots, and say who sent them', async () => {
    const { url, seen } = await echo();
    await load({
      url: `${url}/base/`,
      target: { headers: { 'x-team': 'a' }, reach: { header: { name: 'x-canary', value: 'always' } } },
      endpoints: {
        it: {
          method: 'POST',
          path: '/people/{name}?by={subject}&n={random}&raw={unknown}',
          headers: { 'X-Own': '1' },
          body: { name: '{name}', n: 1 },
          identity: 'users',
        },
      },
      pools: { users: { kind: 'static', tokens: ['a'] } },
      scenarios: { main: { spec: once, data: [{ name: 'A "ß"/b' }] } },
    });
    expect(seen[0]?.url).toMatch(
      /^\/base\/people\/A%20%22%C3%9F%22%2Fb\?by=users-load-0&n=\d+&raw=\{unknown\}$/,
    );
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ name: 'A "ß"/b', n: 1 });
    expect(seen[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'x-team': 'a',
      'x-own': '1',
      'x-canary': 'always',
      'canary-gate-run': 'run-1',
      authorization: 'Bearer token-users-load-0',
    });
    expect(seen[0]?.headers['user-agent']).toMatch(/^canary-gate\/.* \(\+run run-1\)$/);
  });

  it('are drawn by weight, and by the seed', async () => {
    const { url, seen } = await echo();
    const setting = {
      url,
      endpoints: { a: { path: '/a' }, b: { path: '/b' } },
      scenarios: {
        main: {
          ...once,
          iterations: 200,
          requests: [{ endpoint: 'a', weight: 3 }, 'b'],
        } as ScenarioInput,
      },
    };
    await load(setting);
    const first = seen.splice(0).map((request) => request.url);
    await load(setting);
    expect(seen.map((request) => request.url)).toEqual(first);
    const { '/a': a = 0, '/b': b = 0 } = tally(first as ('/a' | '/b')[]);
    expect(a + b).toBe(200);
    expect(a).toBeGreaterThan(120);
    expect(b).toBeGreaterThan(20);
  });

  it('text goes out as it is, with tags on its sample', async () => {
    const { url, seen } = await echo();
    const { samples } = await load({
      url,
      endpoints: {
        it: { method: 'PUT', path: '/', body: 'a={name}&{', headers: { 'content-type': 'text/x' } },
      },
      scenarios: { main: { spec: { ...once, tags: { team: 'x' } }, data: [{ name: 'v' }] } },
    });
    expect(seen[0]).toMatchObject({ method: 'PUT', body: 'a=v&{', headers: { 'content-type': 'text/x' } });
    expect(samples[0]?.tags).toEqual({ team: 'x' });
  });

  it('that cannot be put on the wire are our fault and no sample', async () => {
    const { url } = await echo();
    const { samples, generator } = await load({
      url,
      endpoints: { it: { path: '/', headers: { 'x-bad': 'a\nb' } } },
      scenarios: { main: once },
    });
    expect(samples).toHaveLength(0);
    expect(generator.notes.join()).toContain('could not be built');
    expect(generator.missedRate).toBe(1);
  });
});

describe('TLS', () => {
  const file = (name: string) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));

  async function secure(): Promise<number> {
    const [key, cert] = ['test-only-key.pem', 'test-only-cert.pem'].map((name) => readFileSync(file(name)));
    const server = createServer({ key, cert }, (request, response) => response.end(request.headers.host));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    return (server.address() as AddressInfo).port;
  }

  it.each([
    ['a certificate that nobody vouches for', {}, 'network'],
    ['one that the plan trusts', { tls: { ca: file('test-only-cert.pem') } }, 'ok'],
    ['one that is not verified', { tls: { insecure: true } }, 'ok'],
  ])('%s', async (_, target, outcome) => {
    const port = await secure();
    const { samples } = await load({
      url: `https://localhost:${port}`,
      target: { ...target, reach: { resolve: '127.0.0.1' } },
      endpoints: { it: { path: '/' } },
      scenarios: { main: once },
    });
    expect(samples[0]?.outcome).toBe(outcome);
  });

  it('connects to the address of `resolve`, and asks for the host of the URL', async () => {
    const port = await secure();
    const { samples } = await load({
      url: `https://canary.test:${port}`,
      target: { reach: { resolve: '127.0.0.1' }, tls: { ca: file('test-only-cert.pem') } },
      endpoints: { it: { path: '/', expect: { body: { contains: 'canary.test' } } } },
      scenarios: { main: once },
    });
    expect(samples[0]).toMatchObject({ outcome: 'ok' });
  });

  it('a file that cannot be read ends the run before it begins', async () => {
    const running = load({
      url: 'https://127.0.0.1:1',
      target: { tls: { ca: '/nowhere/ca.pem' } },
      endpoints: { it: { path: '/' } },
      scenarios: { main: once },
    });
    await expect(running).rejects.toThrow('/nowhere/ca.pem');
  });
});
