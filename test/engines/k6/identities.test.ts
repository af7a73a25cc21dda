import { generateKeyPairSync } from 'node:crypto';
import { decodeProtectedHeader, jwtVerify } from 'jose';
import { expect, it } from 'vitest';
import { openIdentities } from '../../../src/identities/open.ts';
import { StartError } from '../../../src/model/errors.ts';
import { IdentityPool, JWT_ALGORITHMS } from '../../../src/model/identity.ts';
import type { ScenarioInput } from '../../../src/model/scenario.ts';
import { describeWith } from '../../tools.ts';
import { serve, tally } from '../embedded/harness.ts';
import { describeWithEveryK6 } from './every.ts';
import { K6, load } from './harness.ts';

type Algorithm = (typeof JWT_ALGORITHMS)[number];
const SECRET = 's'.repeat(64);

function keysOf(algorithm: Algorithm) {
  if (algorithm.startsWith('HS')) return { key: SECRET, verify: new TextEncoder().encode(SECRET) };
  const curve = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' }[algorithm as 'ES256'];
  const pair = curve
    ? generateKeyPairSync('ec', { namedCurve: curve })
    : generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    verify: pair.publicKey,
  };
}

const algorithms = JWT_ALGORITHMS.filter((algorithm) => algorithm !== 'EdDSA');

async function real(pools: Record<string, object>) {
  return openIdentities({
    pools: Object.fromEntries(Object.entries(pools).map(([name, pool]) => [name, IdentityPool.parse(pool)])),
    wallClock: Date.now,
    uuid: () => crypto.randomUUID(),
    secret: () => {},
  });
}

/** Most requests of one identity in any interval as long as the window. */
function most(times: readonly number[], window: number): number {
  return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + window).length));
}

describeWithEveryK6(import.meta.filename, 'tokens of k6', () => {
  it('mints tokens by every algorithm that k6 has', async () => {
    const keys = Object.fromEntries(algorithms.map((algorithm) => [algorithm, keysOf(algorithm)]));
    const seen: string[] = [];
    const { url } = await serve((request, response) => {
      seen.push(request.headers.authorization?.slice('Bearer '.length) ?? '');
      response.end('ok');
    });
    const pools = Object.fromEntries(
      algorithms.map((algorithm) => [
        algorithm.toLowerCase(),
        {
          kind: 'jwt',
          algorithm,
          key: keys[algorithm]!.key,
          keyId: 'key-1',
          issuer: 'us',
          audience: 'them',
          claims: { role: 'reader', name: 'Zoë' },
          subject: 'user-{use}-{n}',
        },
      ]),
    );
    const { samples } = await load({
      url,
      pools,
      endpoints: Object.fromEntries(
        algorithms.map((name) => [name.toLowerCase(), { path: '/', identity: name.toLowerCase() }]),
      ),
      scenarios: Object.fromEntries(
        algorithms.map((name) => [
          name.toLowerCase(),
          { executor: 'shared-iterations', vus: 1, iterations: 2, requests: [name.toLowerCase()] },
        ]),
      ),
    });
    expect(tally(samples.map(({ outcome }) => outcome))).toEqual({ ok: 2 * algorithms.length });
    for (const token of seen) {
      const { alg, kid, typ } = decodeProtectedHeader(token);
      expect({ kid, typ }).toEqual({ kid: 'key-1', typ: 'JWT' });
      const { payload } = await jwtVerify(token, keys[alg!]!.verify, { issuer: 'us', audience: 'them' });
      expect(payload).toMatchObject({
        role: 'reader',
        name: 'Zoë',
        sub: expect.stringMatching(/^user-load-\d+$/),
      });
    }
    expect(new Set(seen.map((token) => decodeProtectedHeader(token).alg))).toEqual(new Set(algorithms));
  });
});

describeWith(K6, import.meta.filename, 'identities in k6', () => {
  it('renews a token before it expires, and makes a new one for every request where they serve once', async () => {
    const seen: string[] = [];
    const { url } = await serve((request, response) => {
      seen.push(`${request.url} ${request.headers.authorization}`);
      response.end('ok');
    });
    const pool = { kind: 'jwt', key: SECRET, count: 1, subject: 'one' };
    await load({
      url,
      pools: { short: { ...pool, lifetime: '2s', refresh: '1s' }, once: { ...pool, oneTime: true } },
      endpoints: { short: { path: '/short', identity: 'short' }, once: { path: '/once', identity: 'once' } },
      sizes: { short: 1, once: 1 },
      scenarios: {
        short: { executor: 'constant-vus', vus: 1, duration: '2500ms', pause: '100ms', requests: ['short'] },
        once: { executor: 'shared-iterations', vus: 2, iterations: 10, requests: ['once'] },
      },
    });
    const tokens = (path: string) => new Set(seen.filter((line) => line.startsWith(path)));
    expect(tokens('/once').size).toBe(10);
    expect(tokens('/short').size).toBeGreaterThan(1);
    expect(tokens('/short').size).toBeLessThan(6);
  });

  const quota = { limit: 5, window: '1s', scope: 'subject' };
  const rows = [
    {
      name: 'an open loop',
      executor: { executor: 'constant-arrival-rate', rate: 40, duration: '2s', preAllocatedVUs: 8 },
    },
    { name: 'a closed loop', executor: { executor: 'constant-vus', vus: 4, duration: '2s' } },
    {
      name: 'an open loop of scripts',
      executor: { executor: 'constant-arrival-rate', rate: 20, duration: '2s', preAllocatedVUs: 4 },
      script: 'journey.ts#plain',
    },
  ] as const;
  it.each(rows)('$name keeps every identity below its quota', async ({ executor, ...more }) => {
    const times = new Map<string, number[]>();
    const { url, count } = await serve((request, response) => {
      const who = request.headers.authorization ?? '';
      times.set(who, [...(times.get(who) ?? []), performance.now()]);
      response.end('ok');
    });
    const pools = { users: { kind: 'jwt', key: SECRET, subject: 'u-{use}-{n}', quota } };
    const { samples, outcomes } = await load(
      {
        url,
        pools,
        identities: await real(pools),
        endpoints: { home: { path: '/', identity: 'users' } },
        scenarios: {
          main: 'script' in more ? { ...executor, identity: 'users' } : { ...executor, requests: ['home'] },
        },
      },
      'script' in more ? { script: more.script } : {},
    );
    // On a busy machine k6 may find no virtual user free.
    const { dropped: _, ...sent } = outcomes;
    expect(sent).toEqual({ ok: count() });
    expect(samples.length).toBeGreaterThan(30);
    for (const [, each] of times) expect(most(each, 1000)).toBeLessThanOrEqual(quota.limit);
  });

  it('waits for room where there are no more identities, and counts that for no latency', async () => {
    const { url } = await serve((_, response) => void response.end('ok'));
    const pools = { users: { kind: 'static', tokens: ['a', 'b'], quota } };
    const { scenarios, samples } = await load({
      url,
      pools,
      identities: await real(pools),
      endpoints: { home: { path: '/', identity: 'users' } },
      scenarios: { main: { executor: 'shared-iterations', vus: 2, iterations: 16, requests: ['home'] } },
    });
    expect(samples).toHaveLength(16);
    expect(scenarios[0]?.throttledMs).toBeGreaterThan(500);
    expect(Math.max(...samples.map(({ intended, ended }) => ended - intended))).toBeLessThan(500);
  });

  it('refuses a pool that is too small, and tokens that end before the load', async () => {
    const { url, count } = await serve((_, response) => void response.end('ok'));
    const pools = { users: { kind: 'static', tokens: ['a', 'b'], quota } };
    const endpoints = { home: { path: '/', identity: 'users' } };
    const rate: ScenarioInput & object = {
      executor: 'constant-arrival-rate',
      rate: 40,
      duration: '1s',
      preAllocatedVUs: 2,
      requests: ['home'],
    };
    const small = load({ url, pools, identities: await real(pools), endpoints, scenarios: { main: rate } });
    await expect(small).rejects.toThrow(/"users".*9 are needed/);
    await expect(small).rejects.toBeInstanceOf(StartError);
    const short = { users: { kind: 'command', command: ['echo', 'token'], lifetime: '2s' } };
    const ending = load({
      url,
      pools: short,
      identities: await real(short),
      endpoints,
      scenarios: { main: { ...rate, duration: '10s' } as ScenarioInput },
    });
    await expect(ending).rejects.toThrow(/cannot renew the tokens of the identity pool "users"/);
    expect(count()).toBe(0);
  });
});
