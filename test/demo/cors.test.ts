import { describe, expect, test } from 'vitest';
import { ALLOWED_ORIGINS, originGate, portalGate } from '../../src/demo/cors.ts';
import type { DefectId } from '../../src/demo/defects.ts';
import { bearer, call, demo, scholarshipToken } from './client.ts';

const APP = 'https://app.scholar-sync.example';

/** Origins that must not be granted, and the defects that grant them. */
const FOREIGN: readonly [origin: string, granting: readonly DefectId[]][] = [
  ['https://evil.example', []],
  ['null', ['cors-allows-null']],
  [`${APP}.evil.example`, ['cors-prefix-dot']],
  [`${APP}evil.example`, ['cors-prefix']],
  ['https://evilscholar-sync.example', ['cors-suffix']],
  ['https://evil-scholar-sync.example', ['cors-suffix']],
  ['https://appxscholar-sync.example', ['cors-unescaped-dot', 'cors-suffix']],
  ['https://app.scholar-syncxexample', ['cors-unescaped-dot']],
  ['https://cholar-sync.example', ['cors-substring']],
  ['https://evil.scholar-sync.example', ['cors-any-subdomain']],
  ['https://scholar-sync.example', ['cors-parent-domain', 'cors-substring']],
  [`${APP}:8443`, ['cors-any-port']],
  [`${APP}_.evil.example`, ['cors-special-characters']],
  ['http://localhost:3000', ['cors-localhost']],
  ['https://evil.vercel.app', ['cors-shared-hosting']],
  ['capacitor://localhost', ['cors-odd-scheme']],
  ['http://app.scholar-sync.example', ['cors-http-downgrade']],
  ['http://evil.app.scholar-sync.example', []],
];
const LENIENT = [...new Set(FOREIGN.flatMap(([, granting]) => granting))];

describe('originGate', () => {
  test.each(FOREIGN)('%s', (origin, granting) => {
    expect(originGate(new Set())(origin)).toBe(false);
    expect(originGate(new Set<DefectId>(['cors-reflects-origin']))(origin)).toBe(true);
    for (const defect of LENIENT)
      expect([defect, originGate(new Set([defect]))(origin)]).toEqual([defect, granting.includes(defect)]);
  });

  test('grants the six origins, unless one is forgotten', () => {
    expect(ALLOWED_ORIGINS.filter(originGate(new Set()))).toHaveLength(6);
    expect(ALLOWED_ORIGINS.filter(originGate(new Set<DefectId>(['cors-origin-forgotten'])))).toHaveLength(5);
  });
});

test.each([
  ['https://portal.example', true],
  ['https://acme.tenants.portal.example', true],
  ['https://tenants.portal.example', false],
  ['https://a.b.tenants.portal.example', false],
  [APP, false],
  [undefined, false],
])('the portal grants %s: %s', (origin, granted) => {
  expect(portalGate(origin)).toBe(granted);
});

const preflight = {
  method: 'OPTIONS',
  headers: {
    origin: APP,
    'access-control-request-method': 'GET',
    'access-control-request-headers': 'authorization',
  },
};

describe('CORS on the wire', () => {
  test('a preflight needs no token', async () => {
    const { url } = await demo();
    const answer = await call(`${url}/api/v1/scholarships`, preflight);
    expect(answer.status).toBe(204);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': APP,
      'access-control-allow-credentials': 'true',
      'access-control-allow-headers': 'Authorization, Content-Type',
    });
  });

  test('unless that is the defect', async () => {
    const { url } = await demo('cors-preflight-needs-auth');
    expect((await call(`${url}/api/v1/scholarships`, preflight)).status).toBe(401);
  });

  test.each([
    [401, 'GET', '/api/v1/scholarships'],
    [404, 'GET', '/nowhere'],
    [405, 'DELETE', '/api/v1/scholarships'],
  ])('a %i can be read by an allowed origin, and by no other', async (status, method, path) => {
    const [sound, bare] = await Promise.all([demo(), demo('cors-errors-unreadable')]);
    const answer = await call(sound.url + path, { method, headers: { origin: APP } });
    expect(answer.status).toBe(status);
    expect(answer.headers['access-control-allow-origin']).toBe(APP);
    const foreign = await call(sound.url + path, { method, headers: { origin: 'https://evil.example' } });
    expect(foreign.headers['access-control-allow-origin']).toBeUndefined();
    const unreadable = await call(bare.url + path, { method, headers: { origin: APP } });
    expect(unreadable.headers['access-control-allow-origin']).toBeUndefined();
  });

  test.each([
    [[], { 'access-control-allow-origin': APP, vary: 'Origin' }],
    [['cors-wildcard-with-credentials'], { 'access-control-allow-origin': '*', vary: 'Origin' }],
    [['cors-no-vary'], { 'access-control-allow-origin': APP, vary: undefined }],
  ] as const)('with %s', async (defects, expected) => {
    const { url } = await demo(...defects);
    const headers = { origin: APP, ...bearer(await scholarshipToken()) };
    const answer = await call(`${url}/api/v1/scholarships`, { headers });
    const { vary, 'access-control-allow-origin': granted } = answer.headers;
    expect({ vary, 'access-control-allow-origin': granted }).toEqual(expected);
    expect(answer.headers['access-control-allow-credentials']).toBe('true');
  });
});
