import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cli } from '../cli/cli.ts';
import { guarded, planFolder, SECRETS } from './plan.ts';

let service: Awaited<ReturnType<typeof guarded>>;

beforeAll(async () => {
  service = await guarded();
});
afterAll(() => service.close());

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const SEC1 = privateKey.export({ type: 'sec1', format: 'pem' }) as string;
const JWK = JSON.stringify(privateKey.export({ format: 'jwk' }));
const OCT = JSON.stringify({ kty: 'oct', k: Buffer.from(SECRETS.HMAC_KEY).toString('base64url') });
const remote = { kind: 'client-credentials', clientId: 'a', clientSecret: 'secret-of-the-client', count: 4 };

/** A plan of one request by one pool, and the variables that its script reads. */
const POOLS: readonly (readonly [string, object, readonly string[], string])[] = [
  ['nobody', { kind: 'anonymous' }, [], ''],
  ['a secret as JWK', { kind: 'jwt', key: '${KEY}' }, ['KEY'], OCT],
  ['a PEM of another form', { kind: 'jwt', algorithm: 'ES256', key: '${KEY}' }, ['KEY_PKCS8'], SEC1],
  ['a private JWK', { kind: 'jwt', algorithm: 'ES256', key: '${KEY}' }, ['KEY_PKCS8'], JWK],
  ['a key that the plan spells out', { kind: 'jwt', key: 'spelled out, for tests' }, ['USERS_POOL_KEY'], ''],
  ['tokens of a service', { ...remote, tokenUrl: 'SERVICE/token' }, ['USERS_POOL_TOKENS'], ''],
  ['tokens of a program', { kind: 'command', command: ['false'] }, ['USERS_POOL_TOKENS'], ''],
  [
    'a token with a comma',
    { kind: 'static', tokens: ['one,1', 'two,2'] },
    ['USERS_POOL_TOKENS_1', 'USERS_POOL_TOKENS_2'],
    '',
  ],
];

test.each(POOLS)('of %s the right variables are asked for, and nobody else', async (_, pool, names, key) => {
  const { folder, remove } = planFolder(service.url, {
    identities: { 'users-pool': JSON.parse(JSON.stringify(pool).replace('SERVICE', service.url)) },
    endpoints: { home: { path: '/', identity: 'users-pool' } },
    scenarios: { only: { executor: 'shared-iterations', vus: 4, iterations: 4, requests: ['home'] } },
    gates: [],
  });
  try {
    const env = { ...SECRETS, KEY: key };
    const { code, stdout, stderr } = await cli(['export', 'k6', '--json'], { cwd: folder, env });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { variables, script } = JSON.parse(stdout) as { variables: { name: string }[]; script: string };
    expect(variables.map(({ name }) => name)).toEqual(['API_KEY', ...names].sort());
    for (const hidden of [key, 'spelled out, for tests', 'secret-of-the-client'].filter(Boolean))
      expect(script).not.toContain(hidden);
    expect(service.answers).toEqual([]);
  } finally {
    remove();
  }
});
