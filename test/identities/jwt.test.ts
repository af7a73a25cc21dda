import { jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { IdentityError } from '../../src/model/errors.ts';
import type { Use } from '../../src/model/identity.ts';
import { claimsOf, openDesk, START } from './tools.ts';

const pool = {
  kind: 'jwt',
  key: 'a secret of the test',
  issuer: 'issuer',
  audience: 'agents',
  class: 'agent',
};
const USES: Use[] = ['load', 'check', 'flood'];

describe('a minted token', () => {
  test('is valid now, for a strict server whose clock is a little behind, and has exactly its lifetime', async () => {
    const { identities } = await openDesk({ agents: { ...pool, claims: { scope: 'read' }, tenant: 'acme' } });
    const credential = identities.ready('agents', 'load', 0)!;
    expect(credential).toMatchObject({
      pool: 'agents',
      class: 'agent',
      subject: 'canary-gate-load-1',
      tenant: 'acme',
      headers: [['authorization', `Bearer ${credential.token}`]],
    });
    for (const lag of [0, 4000]) {
      const { payload } = await jwtVerify(credential.token, Buffer.from(pool.key), {
        issuer: 'issuer',
        audience: 'agents',
        currentDate: new Date(START - lag),
        maxTokenAge: 300,
      });
      expect(payload).toMatchObject({ sub: 'canary-gate-load-1', scope: 'read', jti: expect.any(String) });
      expect(payload.exp! - payload.iat!).toBe(300);
      expect(payload.nbf).toBe(payload.iat);
    }
  });

  test.each([
    [1000, 0],
    [9000, 0],
    [20_000, 2],
    [600_000, 5],
  ])('that lives %d ms is back-dated by %d s', async (lifetime, seconds) => {
    const { identities } = await openDesk({ agents: { ...pool, lifetime: `${lifetime}ms` } });
    const claims = claimsOf(identities.ready('agents', 'load', 0)!.token);
    expect(Math.floor(START / 1000) - Number(claims['iat'])).toBe(seconds);
    expect(Number(claims['exp']) * 1000).toBeGreaterThan(START);
  });

  test('goes where the pool says', async () => {
    const { identities } = await openDesk({ agents: { ...pool, header: 'x-token', scheme: '' } });
    const { token, headers } = await identities.credential('agents', 'load', 0);
    expect(headers).toEqual([['x-token', token]]);
  });
});

describe('renewal', () => {
  test('keeps a token until less than `refresh` is left', async () => {
    const { identities, clock } = await openDesk({ agents: { ...pool, lifetime: '60s', refresh: '20s' } });
    const first = identities.ready('agents', 'load', 0);
    clock.now += 30_000;
    expect(identities.ready('agents', 'load', 0)).toBe(first);
    clock.now += 10_000;
    const second = identities.ready('agents', 'load', 0)!;
    expect(second.token).not.toBe(first!.token);
    expect(second.subject).toBe(first!.subject);
  });

  test('does not mint for every request when `refresh` is longer than the lifetime', async () => {
    const { identities, clock } = await openDesk({ agents: { ...pool, lifetime: '20s', refresh: '60s' } });
    const first = identities.ready('agents', 'load', 0);
    clock.now += 5000;
    expect(identities.ready('agents', 'load', 0)).toBe(first);
  });

  test('a one-time pool makes a new token for every request', async () => {
    const { identities } = await openDesk({ agents: { ...pool, oneTime: true } });
    const ids = new Set<unknown>();
    for (let at = 0; at < 50; at += 1) ids.add(claimsOf(identities.ready('agents', 'load', 0)!.token)['jti']);
    ids.add(claimsOf((await identities.credential('agents', 'load', 0)).token)['jti']);
    expect(ids.size).toBe(51);
  });

  test('`fresh` gives a new token of the same subject and leaves the kept one alone', async () => {
    const { identities } = await openDesk({ agents: pool });
    const kept = await identities.credential('agents', 'check', 3);
    const fresh = await identities.credential('agents', 'check', 3, { fresh: true });
    expect(fresh.token).not.toBe(kept.token);
    expect(fresh.subject).toBe(kept.subject);
    expect(identities.ready('agents', 'check', 3)).toBe(kept);
  });
});

describe('subjects', () => {
  test.each(['canary-gate-{use}-{n}', 'tester-{n}'])('of %s never meet across uses', async (subject) => {
    const { identities } = await openDesk({ agents: { ...pool, subject } });
    const subjects = USES.flatMap((use) =>
      Array.from({ length: 20 }, (_, index) => identities.ready('agents', use, index)!.subject),
    );
    expect(new Set(subjects).size).toBe(60);
  });

  test.each([
    ['auto, with a bound', 'auto', { agents: 12 }, 12],
    ['auto', 'auto', {}, Number.POSITIVE_INFINITY],
    ['a number', 3, { agents: 12 }, 3],
  ])('count: %s', async (_name, count, counts, size) => {
    const { identities } = await openDesk({ agents: { ...pool, count } }, counts);
    expect(USES.map((use) => identities.size('agents', use))).toEqual([size, Number.POSITIVE_INFINITY, size]);
  });

  test('a subject without {n} and {use} is the load alone', async () => {
    const { identities } = await openDesk({ agents: { ...pool, subject: 'alice' } });
    expect(USES.map((use) => identities.size('agents', use))).toEqual([1, 0, 0]);
    expect(identities.ready('agents', 'load', 0)!.subject).toBe('alice');
    await expect(identities.credential('agents', 'check', 0)).rejects.toThrow(/no identity for check/);
    await expect(identities.credential('agents', 'load', 1)).rejects.toThrow(
      /has 1 identity for load, number 2/,
    );
  });
});

test('the key and the tokens of checks are registered as secrets', async () => {
  const { identities, secrets } = await openDesk({ agents: pool });
  const { token } = await identities.credential('agents', 'check', 0);
  expect(secrets.get(pool.key)).toBe('agents-key');
  expect(secrets.get(token)).toBe('agents-canary-gate-check-1');
});

test('a key that does not fit is an identity error that does not tell the key', async () => {
  const error = await openDesk({ agents: { ...pool, algorithm: 'RS256' } }).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(IdentityError);
  expect((error as Error).message).toMatch(/^identity pool "agents": RS256 wants a private key as PEM/);
  expect((error as Error).message).not.toContain(pool.key);
});
