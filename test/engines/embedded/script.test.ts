import { describe, expect, it } from 'vitest';
import { tally } from './harness.ts';
import { script } from './script-harness.ts';

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
