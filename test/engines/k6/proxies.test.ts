import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, test } from 'vitest';
import { CAPABILITY_TITLES } from '../../../src/model/engine.ts';
import type { ScenarioInput } from '../../../src/model/scenario.ts';
import type { ProxySettings } from '../../../src/model/target.ts';
import { cli } from '../../cli/cli.ts';
import { listen } from '../../http/dialling.ts';
import { proxy } from '../../http/proxy-server.ts';
import { describeWithEveryK6 } from './every.ts';
import { load } from './harness.ts';

const file = (kind: string) => readFileSync(new URL(`../fixtures/test-only-${kind}.pem`, import.meta.url));
const KEYS = { cert: file('cert'), key: file('key') };
const BOB = `Basic ${Buffer.from('bob:päss:w@rd%').toString('base64')}`;

const main: ScenarioInput = { executor: 'shared-iterations', vus: 1, iterations: 3, requests: ['home'] };

/** The URL of a server by a name that is known to nobody: only a proxy finds it. */
async function serve(scheme: string) {
  const seen: (string | undefined)[] = [];
  const server = scheme === 'https' ? createSecureServer(KEYS) : createServer();
  server.on('request', (request, response) => {
    seen.push(request.headers.host);
    response.end('ok');
  });
  const host = `shop.invalid:${await listen(server)}`;
  return { url: `${scheme}://${host}`, host, seen };
}

function loadThrough(url: string, settings: Omit<ProxySettings, 'variable'>) {
  const job = { proxy: { ...settings, variable: 'HTTPS_PROXY' } };
  return load({ url, target: { tls: { insecure: true } }, scenarios: { main } }, { job });
}

describeWithEveryK6(import.meta.filename, 'a proxy', () => {
  it('is sent requests for http, as they are', async () => {
    const through = await proxy({ authorization: BOB });
    const { url, host, seen } = await serve('http');
    const { outcomes } = await loadThrough(url, { url: through.url, authorization: BOB });
    expect(outcomes).toEqual({ ok: 3 });
    expect(through.asked).toEqual([1, 2, 3].map(() => `GET ${url}/`));
    expect(seen).toEqual([host, host, host]);
  });

  it('is asked for a tunnel for https, once for each connection', async () => {
    const through = await proxy({ authorization: BOB });
    const { url, host, seen } = await serve('https');
    const { outcomes } = await loadThrough(url, { url: through.url, authorization: BOB });
    expect(outcomes).toEqual({ ok: 3 });
    expect(through.asked).toEqual([`CONNECT ${host}`]);
    expect(seen).toEqual([host, host, host]);
  });

  it('that wants a password answers for http, and fails for https', async () => {
    const through = await proxy({ authorization: BOB });
    const [plain, secure] = [await serve('http'), await serve('https')];
    const { samples } = await loadThrough(plain.url, { url: through.url });
    expect(samples).toMatchObject([1, 2, 3].map(() => ({ outcome: '4xx', status: 407 })));
    expect((await loadThrough(secure.url, { url: through.url })).outcomes).toEqual({ network: 3 });
    expect([...plain.seen, ...secure.seen]).toEqual([]);
  });

  it.each(['http', 'https'])('that is not there is told apart from the target, for %s', async (scheme) => {
    const { url } = await serve(scheme);
    const { samples } = await loadThrough(url, { url: 'http://127.0.0.1:1' });
    const told = { outcome: 'network', cause: 'proxy-unreachable' };
    expect(samples).toMatchObject([told, told, told]);
  });
});

/** Where nothing listens, and no name is known. */
const NOWHERE = {
  name: 'nowhere',
  targets: {
    canary: { url: 'https://shop.invalid', reach: { resolve: '192.0.2.1' }, tls: { insecure: true } },
  },
  endpoints: { home: { path: '/' } },
  scenarios: { main },
};

test('a proxy that k6 would use otherwise than the plan says is refused by name', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'k6-proxies-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'canary.plan.json'), JSON.stringify(NOWHERE));
  const env = { HTTPS_PROXY: 'https://proxy.invalid' };
  const { code, stderr } = await cli(['run', '--engine', 'k6'], { cwd: folder, env });
  expect(code).toBe(2);
  expect(stderr).toContain(CAPABILITY_TITLES['proxied-address']);
  expect(stderr).toContain(CAPABILITY_TITLES['proxy-tls']);
  expect(stderr).toContain('embedded can');
});
