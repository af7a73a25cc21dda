import { describe, expect, it } from 'vitest';
import {
  type AskForCredentials,
  WorkerIdentities,
} from '../../../../src/engines/embedded/threads/worker-identities.ts';
import { IdentityError } from '../../../../src/model/errors.ts';
import { type Credential, IdentityPool } from '../../../../src/model/identity.ts';

type Asked = Parameters<AskForCredentials>;

/** Identities of the second of two threads, with a main thread that makes tokens of a certain life. */
function identities(pool: object, life: Pick<Credential, 'refreshAt' | 'goodUntil'> = {}) {
  const clock = { now: 0 };
  const asked: Asked[] = [];
  let made = 0;
  const own = new WorkerIdentities({
    pools: { users: IdentityPool.parse(pool) },
    sizes: { users: { load: 5, flood: 5 } },
    holdings: { users: { turn: 1, modulus: 2 } },
    wallClock: () => clock.now,
    ask: async (...call) => {
      asked.push(call);
      return call[2].map((number) => {
        made += 1;
        const { refreshAt, goodUntil } = life;
        return {
          pool: 'users',
          class: 'default',
          subject: `subject-${number}`,
          token: `token-${made}`,
          headers: [],
          ...(refreshAt === undefined ? {} : { refreshAt: clock.now + refreshAt }),
          ...(goodUntil === undefined ? {} : { goodUntil: clock.now + goodUntil }),
        };
      });
    },
  });
  return { own, asked, clock };
}

const fixed = { kind: 'static', tokens: ['a'] };
const oneTime = { kind: 'jwt', key: 'k', oneTime: true };
const soon = () => new Promise((resolve) => setTimeout(resolve));

describe('identities of a thread', () => {
  it('are numbered among its own for loads, and among all for floods', async () => {
    const { own, asked } = identities(fixed);
    expect([own.size('users', 'load'), own.size('users', 'flood')]).toEqual([2, 5]);
    const got = await Promise.all([
      own.credential('users', 'load', 0),
      own.credential('users', 'load', 1),
      own.credential('users', 'flood', 1),
    ]);
    expect(got.map(({ subject }) => subject)).toEqual(['subject-1', 'subject-3', 'subject-1']);
    expect(asked).toEqual([
      ['users', 'load', [1, 3]],
      ['users', 'flood', [1]],
    ]);
  });

  it('are asked for once, however many wait', async () => {
    const { own, asked } = identities(fixed);
    expect(own.ready('users', 'load', 0)).toBeUndefined();
    await Promise.all([own.credential('users', 'load', 0), own.credential('users', 'load', 0)]);
    expect(own.ready('users', 'load', 0)).toMatchObject({ token: 'token-1' });
    expect(asked).toHaveLength(1);
  });

  it('are refreshed while they still serve, and waited for when they serve no longer', async () => {
    const { own, clock, asked } = identities(fixed, { refreshAt: 100, goodUntil: 200 });
    await own.credential('users', 'load', 0);
    clock.now = 150;
    expect(own.ready('users', 'load', 0)).toMatchObject({ token: 'token-1' });
    expect(own.ready('users', 'load', 0)).toMatchObject({ token: 'token-1' });
    await soon();
    expect(own.ready('users', 'load', 0)).toMatchObject({ token: 'token-2' });
    expect(asked).toHaveLength(2);
    clock.now = 350;
    expect(own.ready('users', 'load', 0)).toBeUndefined();
  });

  it('that cannot be refreshed serve to their end, and are asked for no more than once a second', async () => {
    const { own, clock, asked } = identities(fixed, { refreshAt: 0, goodUntil: 5000 });
    await own.credential('users', 'load', 0);
    for (clock.now = 1; clock.now < 2000; clock.now += 100) {
      expect(own.ready('users', 'load', 0)).toBeDefined();
      await soon();
    }
    expect(asked).toHaveLength(3);
  });

  it('that serve once are kept in stock, and never given twice', async () => {
    const { own, asked } = identities(oneTime);
    const seen = new Set<string>();
    for (let request = 0; request < 1000; request += 1) {
      const ready = own.ready('users', 'load', 0) ?? (await own.credential('users', 'load', 0));
      seen.add(ready.token);
    }
    expect(seen.size).toBe(1000);
    expect(asked.length).toBeLessThan(50);
  });

  it('in stock are thrown away when they expire there', async () => {
    const { own, clock } = identities(oneTime, { refreshAt: 100 });
    await own.credential('users', 'load', 0);
    clock.now = 200;
    expect(own.ready('users', 'load', 0)).toBeUndefined();
  });

  it('that cannot be had are an IdentityError', async () => {
    const own = new WorkerIdentities({
      pools: {},
      sizes: {},
      holdings: {},
      wallClock: () => 0,
      ask: async () => [{ name: 'IdentityError', message: 'gone', pool: 'users' }],
    });
    const failed = own.credential('users', 'load', 0);
    await expect(failed).rejects.toThrow(IdentityError);
    await expect(failed).rejects.toMatchObject({ pool: 'users', message: 'gone' });
  });
});
