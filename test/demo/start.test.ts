import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { DEMO_ONLY_CA } from '../../src/demo/keys.ts';
import { parseSplit } from '../../src/demo/options.ts';
import { call, demo, demoWith } from './client.ts';

describe('startDemo', () => {
  test('serves HTTP and HTTPS on free loopback ports, and says where', async () => {
    const { url, httpsUrl, ca, env } = await demo();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(httpsUrl).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    expect(await readFile(ca, 'utf8')).toBe(DEMO_ONLY_CA);
    expect(env).toEqual({
      CANARY_URL: url,
      CANARY_HTTPS_URL: httpsUrl,
      CANARY_HTTP_PORT: new URL(url).port,
      CANARY_DEBUG_PORT: '4012',
      CANARY_CA: ca,
      CANARY_VERSION: '2.0.0',
      CANARY_WINDOW: '1000ms',
    });
    expect((await call(`${url}/healthz`)).status).toBe(200);
    expect((await call(`${httpsUrl}/v1/health`)).status).toBe(200);
  });

  test('several run at once and share nothing', async () => {
    const [one, other] = await Promise.all([demo(), demo()]);
    await call(`${one.url}/demo/dependency/down`, { method: 'POST' });
    expect((await call(`${one.url}/readyz`)).status).toBe(503);
    expect((await call(`${other.url}/readyz`)).status).toBe(200);
  });

  test('both listeners share one state', async () => {
    const { url, httpsUrl } = await demo();
    await call(`${url}/demo/dependency/down`, { method: 'POST' });
    expect((await call(`${httpsUrl}/readyz`)).status).toBe(503);
    await call(`${url}/demo/dependency/up`, { method: 'POST' });
    expect((await call(`${httpsUrl}/readyz`)).status).toBe(200);
  });

  test('names the version on every answer', async () => {
    const { url } = await demo();
    for (const path of ['/healthz', '/nowhere', '/api/v1/search'])
      expect((await call(url + path)).headers['x-service-version']).toBe('2.0.0');
  });

  test('a split lets the canary answer only its share', async () => {
    const { url } = await demoWith({ split: { canary: 5, stable: 95 } });
    const answers = await Promise.all(Array.from({ length: 200 }, () => call(`${url}/healthz`)));
    const versions = answers.map(({ headers }) => headers['x-service-version']);
    expect(new Set(versions)).toEqual(new Set(['1.9.0', '2.0.0']));
    expect(versions.filter((version) => version === '2.0.0').length).toBeLessThan(30);
  });
});

test.each([
  ['5/95', { canary: 5, stable: 95 }],
  ['100/0', { canary: 100, stable: 0 }],
  ['0/0', undefined],
  ['5', undefined],
  ['5/-95', undefined],
  ['a/b', undefined],
])('parseSplit(%s)', (text, split) => {
  expect(parseSplit(text)).toEqual(split);
});
