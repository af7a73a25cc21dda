import { describe, expect, it } from 'vitest';
import { script } from './script-harness.ts';

describe('what a script is given and keeps', () => {
  it('gives rows of data in order, and at random by the seed', async () => {
    const data = ['a', 'b', 'c'].map((name) => ({ name }));
    const rows = async (order: 'sequential' | 'random', seed: number) => {
      const names: (string | undefined)[] = [];
      await script(async (ctx) => void names.push(ctx.data['name']), {
        data,
        seed,
        spec: { iterations: 12, data: { file: 'x.csv', order } },
      });
      return names.join('');
    };
    expect(await rows('sequential', 1)).toBe('abcabcabcabc');
    expect(await rows('random', 1)).toBe(await rows('random', 1));
    expect(await rows('random', 1)).not.toBe(await rows('random', 2));
  });

  it('random numbers repeat with the seed, and differ by user', async () => {
    const draw = async (seed: number) => {
      const drawn = new Map<number, number[]>();
      await script(async ({ random, vu }) => void drawn.set(vu, [...(drawn.get(vu) ?? []), random()]), {
        seed,
        spec: { vus: 3, iterations: 4 },
      });
      return [...drawn].sort(([a], [b]) => a - b).map(([, numbers]) => numbers);
    };
    const first = await draw(1);
    expect(await draw(1)).toEqual(first);
    expect(await draw(2)).not.toEqual(first);
    expect(new Set(first.flat()).size).toBe(12);
    expect(first.flat().every((number) => number >= 0 && number < 1)).toBe(true);
  });

  it('keeps cookies per user', async () => {
    const cookies: unknown[] = [];
    await script(
      async ({ http, cookies: jar, iteration }) => {
        if (iteration === 0) {
          await http.get('/login');
          jar.set('mine', '1');
          cookies.push(jar.get('sid'));
        } else {
          cookies.push((await http.get('/')).value('$.headers.cookie'));
          jar.clear();
          cookies.push(jar.get('sid'));
        }
      },
      { spec: { iterations: 2 } },
    );
    expect(cookies).toEqual(['abc', expect.stringMatching(/sid=abc; lang=en; mine=1/), undefined]);
  });

  it('runs setup and teardown once; what they send counts for nothing', async () => {
    const seen: unknown[] = [];
    const { samples } = await script(
      async ({ setup, http }) => {
        seen.push(setup);
        await http.get('/iteration');
      },
      {
        spec: { vus: 2, iterations: 2 },
        module: {
          setup: async ({ http }) => ({
            id: (await http.get('/setup')).value('$.items[0].id'),
            drop: undefined,
          }),
          teardown: async ({ http, setup }) => {
            seen.push(setup, 'end');
            await http.get('/teardown');
          },
        },
      },
    );
    expect(seen).toEqual([{ id: 7 }, { id: 7 }, { id: 7 }, { id: 7 }, { id: 7 }, 'end']);
    expect(samples.map(({ endpoint, phase }) => `${endpoint} ${phase}`)).toEqual([
      '/setup warmup',
      ...Array.from({ length: 4 }, () => '/iteration load'),
      '/teardown warmup',
    ]);
  });

  it('does not begin when setup throws', async () => {
    const { samples, main } = await script(async ({ http }) => void (await http.get('/')), {
      module: {
        setup: () => {
          throw new Error('no database');
        },
      },
    });
    expect(samples).toHaveLength(0);
    expect(main).toMatchObject({ iterations: 0, exceptions: { count: 1 } });
    expect(main.exceptions.messages[0]).toContain('setup: no database');
  });

  it('records custom metrics, sleeps, and tells who it is', async () => {
    const who: unknown[] = [];
    const { customs, samples } = await script(
      async ({ metric, sleep, identity, http, vu, iteration }) => {
        metric('rows', 12);
        await sleep('30ms');
        await sleep(10);
        who.push(identity, vu, iteration, (await http.get('/')).value('$.headers.authorization'));
      },
      { spec: { identity: 'users' }, pools: { users: { kind: 'static', tokens: ['a'], class: 'gold' } } },
    );
    expect(customs).toEqual([
      expect.objectContaining({ name: 'rows', value: 12, scenario: 'main', phase: 'load' }),
    ]);
    const token = 'token-users-load-0';
    expect(who).toEqual([{ subject: 'users-load-0', token, class: 'gold' }, 1, 0, `Bearer ${token}`]);
    expect(samples[0]?.identityClass).toBe('gold');
  });

  it('users of a closed loop keep their identity', async () => {
    const seen = new Map<number, Set<string>>();
    await script(
      async ({ identity, vu, http }) => {
        seen.set(vu, (seen.get(vu) ?? new Set()).add(identity.subject));
        await http.get('/');
      },
      {
        spec: { vus: 3, iterations: 5, identity: 'users' },
        pools: { users: { kind: 'static', tokens: ['a'] } },
        sizes: { users: 3 },
      },
    );
    expect([...seen.values()].map((subjects) => [...subjects]).sort()).toEqual([
      ['users-load-0'],
      ['users-load-1'],
      ['users-load-2'],
    ]);
  });

  it('an open loop takes the identity whose turn it is, and cookies go with it', async () => {
    const users = new Set<string>();
    const cookies = new Set<unknown>();
    const { outcomes, main } = await script(
      async ({ identity, http, cookies: jar }) => {
        users.add(identity.subject);
        cookies.add(jar.get('who') ?? identity.subject);
        jar.set('who', identity.subject);
        await http.get('/');
      },
      {
        spec: {
          executor: 'constant-arrival-rate',
          rate: 50,
          duration: '400ms',
          preAllocatedVUs: 10,
          identity: 'users',
        },
        pools: {
          users: { kind: 'static', tokens: ['a'], quota: { limit: 5, window: '10s', scope: 'subject' } },
        },
        sizes: { users: 5 },
      },
    );
    expect(outcomes).toEqual({ ok: 20 });
    expect(users.size).toBe(5);
    expect(cookies).toEqual(users);
    expect(main.throttledMs).toBe(0);
  });
});
