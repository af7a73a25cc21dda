import { describe, expect, it } from 'vitest';
import type { Context, ScenarioModule } from '../../../src/model/context.ts';
import type { ScenarioInput } from '../../../src/model/scenario.ts';
import { load, type Setting, serve, tally } from './harness.ts';

const spec: ScenarioInput = { executor: 'per-vu-iterations', vus: 1, iterations: 1, gracefulStop: '5s' };

/** Runs one script against a server that answers with what it was sent. */
async function script(
  iteration: (ctx: Context) => Promise<void>,
  more: Partial<Setting> & {
    spec?: Partial<ScenarioInput>;
    module?: Partial<ScenarioModule>;
    data?: Record<string, string>[];
  } = {},
) {
  const { url, count } = await serve((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const { method, headers } = request;
      if (request.url === '/login')
        response.setHeader('set-cookie', ['sid=abc; Path=/; HttpOnly', 'lang=en; Path=/']);
      response.statusCode = Number(/\/status\/(\d+)/.exec(request.url ?? '')?.[1] ?? 200);
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({ method, url: request.url, headers, body, items: [{ id: 7 }, { id: 8 }] }),
      );
    });
  });
  const { spec: settings = {}, module = {}, data, ...setting } = more;
  const measured = await load({
    url,
    ...setting,
    scenarios: {
      main: {
        spec: ('executor' in settings ? settings : { ...spec, ...settings }) as ScenarioInput,
        module: { iteration, ...module },
        ...(data ? { data } : {}),
      },
    },
  });
  return { ...measured, count, main: measured.scenarios[0]! };
}

describe('iteration(ctx)', () => {
  it('calls endpoints and paths, and reads values out of answers', async () => {
    const seen: unknown[] = [];
    const { samples, main } = await script(
      async ({ http }) => {
        const list = await http.get('/list', { query: { q: 'a b', n: 2 }, headers: { 'x-one': '1' } });
        const id = list.value('$.items[1].id') as number;
        const one = await http.call('item', { params: { id }, body: { a: [1] } });
        seen.push(list.status, list.ok, id, list.header('Content-Type'), one.json(), list.value('$.none'));
      },
      { endpoints: { item: { method: 'POST', path: '/items/{id}' } } },
    );
    expect(seen.slice(0, 4)).toEqual([200, true, 8, 'application/json']);
    expect(seen[4]).toMatchObject({ method: 'POST', url: '/items/8', body: '{"a":[1]}' });
    expect(seen[5]).toBeUndefined();
    expect(samples.map(({ endpoint, outcome }) => [endpoint, outcome])).toEqual([
      ['/list', 'ok'],
      ['item', 'ok'],
    ]);
    expect(main).toMatchObject({ iterations: 1, exceptions: { count: 0 } });
  });

  it('carries the mark of the run, the headers of the target, and what leads to the canary', async () => {
    let headers: Record<string, string> = {};
    await script(
      async ({ http }) => {
        headers = (await http.get('/')).value('$.headers') as Record<string, string>;
      },
      { target: { headers: { 'X-Team': 'a' }, reach: { cookie: { name: 'canary', value: 'yes' } } } },
    );
    expect(headers).toMatchObject({ 'canary-gate-run': 'run-1', 'x-team': 'a', cookie: 'canary=yes' });
    expect(headers['user-agent']).toMatch(/^canary-gate\/\d+\.\d+\.\d+ \(\+run run-1\)$/);
  });

  it('an expectation that does not hold makes the request unexpected', async () => {
    const held: boolean[] = [];
    const { samples } = await script(async ({ http, expect: meets }) => {
      const first = await http.get('/a');
      const second = await http.get('/b');
      const third = await http.get('/status/404');
      const fourth = await http.get('/status/500');
      held.push(meets(first, { json: { '$.items': { minLength: 3 } } }));
      held.push(
        meets(second, { status: 200, contains: 'items', headers: { 'content-type': { contains: 'json' } } }),
      );
      held.push(meets(third, { status: 404 }), meets(fourth, { status: 200 }));
    });
    expect(held).toEqual([false, true, true, false]);
    expect(samples.map(({ outcome }) => outcome)).toEqual(['unexpected', 'ok', 'ok', '5xx']);
    expect(samples[0]?.cause).toBe('json $.items');
  });

  it('an exception is counted, with its message, and the run goes on', async () => {
    const { main, samples } = await script(
      async ({ http, iteration }) => {
        await http.get('/');
        if (iteration % 2 === 0) throw new TypeError(`\u001b[31mno ${iteration}`);
      },
      { spec: { iterations: 20 } },
    );
    expect(samples).toHaveLength(20);
    expect(main).toMatchObject({ iterations: 20, exceptions: { count: 10 } });
    expect(main.exceptions.messages).toHaveLength(5);
    expect(main.exceptions.messages[0]).toBe('TypeError: \\u{1b}[31mno 0');
  });

  it('what the target does is an answer, what the script does wrong is an exception', async () => {
    const { main, samples } = await script(
      async ({ http, iteration }) => {
        if (iteration === 0) await http.call('nothing');
        if (iteration === 1) await http.get('relative');
        if (iteration === 2) await http.get('/', { headers: { 'x-bad': 'a\nb' } });
        if (iteration === 3) await http.get('/', { timeout: 'soon' });
      },
      { spec: { iterations: 4 } },
    );
    expect(main.exceptions.count).toBe(4);
    expect(samples).toHaveLength(0);
  });

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

  it('requests at the same time are all counted', async () => {
    const { samples } = await script(async ({ http }) => {
      await Promise.all([http.get('/a'), http.get('/b'), http.get('/status/404')]);
    });
    expect(tally(samples.map(({ outcome }) => outcome))).toEqual({ ok: 2, '4xx': 1 });
  });

  it('a script that never ends is cut, and is no exception', async () => {
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 100);
    const { main } = await script(() => new Promise(() => {}), { abort: abort.signal });
    expect(main).toMatchObject({ iterations: 0, exceptions: { count: 0 } });
  });

  it('a script that sends nothing starves nobody', async () => {
    const { main } = await script(async () => {}, {
      spec: { executor: 'constant-vus', duration: '100ms', vus: 2 },
    });
    expect(main.iterations).toBeGreaterThan(10);
  });

  it('writes a transcript where one is asked for', async () => {
    const { transcript } = await script(
      async ({ http }) => {
        await http.call('item', { name: 'it' });
      },
      {
        spec: { vus: 2, iterations: 3, transcript: true },
        endpoints: { item: { path: '/items' } },
      },
    );
    expect(transcript).toHaveLength(6);
    expect(transcript[0]).toMatchObject({
      scenario: 'main',
      endpoint: 'it',
      method: 'GET',
      path: '/items',
      status: 200,
      outcome: 'ok',
    });
    expect(Math.abs(Date.parse(transcript[0]!.at) - Date.now())).toBeLessThan(60_000);
    expect(new Set(transcript.map(({ vu }) => vu))).toEqual(new Set([1, 2]));
  });
});
