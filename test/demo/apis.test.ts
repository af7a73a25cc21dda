import { describe, expect, test } from 'vitest';
import { EXACT_HEADERS } from '../../src/demo/headers.ts';
import { type Answer, bearer, call, demo, portalToken, scholarshipToken } from './client.ts';

const json = ({ body }: Answer) => JSON.parse(body) as Record<string, unknown>;

describe('scholarship', () => {
  test('lists want a token, and answer for one caller alone', async () => {
    const { url } = await demo();
    for (const path of ['scholarships', 'search', 'recommendations', 'eligibility_check']) {
      const refused = await call(`${url}/api/v1/${path}`);
      expect(refused.status).toBe(401);
      expect(refused.headers['www-authenticate']).toMatch(/^Bearer /);
      const answer = await call(`${url}/api/v1/${path}`, { headers: bearer(await scholarshipToken()) });
      expect(answer.status).toBe(200);
      expect(answer.headers['cache-control']).toMatch(/^private/);
    }
  });

  test.each([
    ['/healthz', { status: 'healthy' }],
    ['/readyz', { status: 'ready' }],
    ['/db/status', { pool_usage: 0.42 }],
    ['/ai/status', { ai_service_available: true }],
    ['/agent/capabilities', { capabilities: ['search', 'recommend', 'check-eligibility'] }],
  ])('%s', async (path, expected) => {
    const { url } = await demo();
    const answer = await call(url + path);
    expect(answer.status).toBe(200);
    expect(json(answer)).toMatchObject(expected);
  });

  test('a task token is good once', async () => {
    const { url } = await demo();
    const headers = bearer(await scholarshipToken());
    const run = () => call(`${url}/api/v1/agent/tasks`, { method: 'POST', headers, body: {} });
    const [first, second] = [await run(), await run()];
    expect([first.status, second.status]).toEqual([200, 401]);
    expect(json(first)).toMatchObject({ task: { status: 'done' } });
  });

  test.each([
    ['replay-accepted', [200, 200, 200]],
    ['replay-by-token-text', [200, 401, 200]],
    ['replay-race', [200, 401, 401]],
  ] as const)('%s', async (defect, expected) => {
    const { url } = await demo(defect);
    const [token, again] = [
      await scholarshipToken({ jti: 'one' }),
      await scholarshipToken({ jti: 'one', sub: 'again' }),
    ];
    const statuses: number[] = [];
    for (const used of [token, token, again]) {
      const answer = await call(`${url}/api/v1/agent/tasks`, {
        method: 'POST',
        headers: bearer(used),
        body: {},
      });
      statuses.push(answer.status);
    }
    expect(statuses).toEqual(expected);
  });

  test.each([
    [[], 1],
    [['replay-race'], 5],
  ] as const)('five uses at once with %s', async (defects, accepted) => {
    const { url } = await demo(...defects);
    const headers = bearer(await scholarshipToken());
    const uses = Array.from({ length: 5 }, () =>
      call(`${url}/api/v1/agent/tasks`, { method: 'POST', headers, body: {} }),
    );
    const statuses = (await Promise.all(uses)).map(({ status }) => status);
    const count = statuses.filter((status) => status === 200).length;
    if (accepted === 1) expect(count).toBe(1);
    else expect(count).toBeGreaterThan(1);
  });
});

describe('every answer', () => {
  test.each([
    [200, 'GET', '/healthz'],
    [401, 'GET', '/api/v1/search'],
    [404, 'GET', '/nowhere'],
    [405, 'DELETE', '/healthz'],
  ])('%i carries the exact security headers', async (status, method, path) => {
    const { url } = await demo();
    const answer = await call(url + path, { method });
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject(EXACT_HEADERS);
    expect(answer.headers['x-powered-by']).toBeUndefined();
    expect(answer.headers['server']).toBeUndefined();
  });

  test.each([
    ['no-nosniff', '/healthz', 'x-content-type-options', undefined],
    ['unsafe-referrer-policy', '/healthz', 'referrer-policy', 'unsafe-url'],
    ['version-banner', '/healthz', 'x-powered-by', 'Express/4.17.1'],
    ['errors-bare', '/nowhere', 'x-content-type-options', undefined],
    [
      'csp-loosened',
      '/healthz',
      'content-security-policy',
      "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'",
    ],
    ['hsts-short', '/healthz', 'strict-transport-security', 'max-age=300; includeSubDomains; preload'],
  ] as const)('%s', async (defect, path, name, value) => {
    const { url } = await demo(defect);
    expect((await call(url + path)).headers[name]).toBe(value);
  });
});

describe('health', () => {
  test.each([
    ['health-needs-auth', '/healthz', 401],
    ['ready-regardless', '/readyz', 200],
  ] as const)('%s', async (defect, path, status) => {
    const { url } = await demo(defect);
    await call(`${url}/demo/dependency/down`, { method: 'POST' });
    expect((await call(url + path)).status).toBe(status);
  });

  test('/metrics is text that Prometheus reads', async () => {
    const { url } = await demo();
    await call(`${url}/healthz`);
    const { body } = await call(`${url}/metrics`);
    expect(body).toContain('http_requests_total{method="GET",route="/healthz",status="200"} 1\n');
    expect(body).toContain('\ndb_pool_usage 0.42\n');
  });
});

describe('portal', () => {
  const acme = async () => ({ headers: bearer(await portalToken()) });
  const globex = async () => ({ headers: bearer(await portalToken({ tenant: 'globex' })) });

  test('files belong to their tenant', async () => {
    const { httpsUrl } = await demo();
    const file = `${httpsUrl}/v1/files/acme-0001`;
    const own = await call(file, await acme());
    expect(json(own)).toMatchObject({ content: 'acme-confidential-0001' });
    expect(own.headers['cache-control']).toMatch(/^private/);
    const [foreign, missing] = [
      await call(file, await globex()),
      await call(`${httpsUrl}/v1/files/acme-9999`, await globex()),
    ];
    expect([foreign.status, foreign.body]).toEqual([404, missing.body]);
  });

  test('a signed URL opens its file, and nothing else', async () => {
    const { httpsUrl } = await demo();
    const { url } = json(await call(`${httpsUrl}/v1/files/acme-0001/signed-url`, await acme())) as {
      url: string;
    };
    expect((await call(httpsUrl + url)).body).toBe('acme-confidential-0001');
    for (const forged of [
      url.replace('acme-0001', 'acme-0002'),
      url.replace(/expires=\d+/, 'expires=9999999999'),
      url.replace(/signature=./, 'signature='),
    ])
      expect((await call(httpsUrl + forged)).status).toBe(403);
  });

  test('cross-tenant-read and files-publicly-cacheable', async () => {
    const { url } = await demo('cross-tenant-read', 'files-publicly-cacheable');
    const foreign = await call(`${url}/v1/files/acme-0001`, await globex());
    expect(foreign.body).toContain('acme-confidential-0001');
    expect(foreign.headers['cache-control']).toBe('public, max-age=300');
  });
});

describe('relay', () => {
  const query = (user: string, body: object = {}) => ({
    method: 'POST',
    headers: bearer(`bearer_token_${user}`),
    body: { query: 'notes?', top_k: 24, timeout_ms: 2000, ...body },
  });

  test('streams values and ends with done', async () => {
    const { url } = await demo();
    const answer = await call(`${url}/api/v1/memory/query`, query('user_1', { user_id: 'user_1' }));
    expect(answer.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(answer.body.match(/^event: value$/gm)).toHaveLength(24);
    expect(answer.body).toMatch(/event: done\ndata: \{"count":24\}\n\n$/);
  });

  test("another user's memory is not there, and the attempt is counted", async () => {
    const { url } = await demo();
    const answer = await call(`${url}/api/v1/memory/query`, query('user_1', { user_id: 'user_2' }));
    expect(answer.status).toBe(404);
    expect(json(await call(`${url}/memory/status`))['cross_tenant_attempts']).toBe(1);
  });

  test.each([
    ['no query', query('user_1', { query: undefined }), 400],
    ['no user', { ...query('user_1'), headers: bearer('nobody') }, 401],
  ])('%s', async (_name, request, status) => {
    const { url } = await demo();
    expect((await call(`${url}/api/v1/memory/query`, request)).status).toBe(status);
  });
});
