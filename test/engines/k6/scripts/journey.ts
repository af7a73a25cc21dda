import { type Context, scenario } from '../../../../src/index.ts';

/** Uses all of `ctx` once an iteration, and reports what it saw as numbers that the test can read. */
export default scenario<{ first: number }>({
  executor: 'per-vu-iterations',
  vus: 2,
  iterations: 3,

  async setup({ http }) {
    const list = await http.get('/setup');
    return { first: list.value('$.items[0].id') as number };
  },

  async iteration({ http, expect, sleep, random, data, cookies, metric, vu, iteration, setup }) {
    const list = await http.get('/list', { query: { q: 'a b', n: 2 }, headers: { 'x-one': '1' } });
    const id = list.value('$.items[1].id') as number;
    const [item, login] = await Promise.all([
      http.call('item', { params: { id }, body: { a: [1] } }),
      http.post('/login', { name: 'login' }),
    ]);
    expect(login, { status: 200, headers: { 'content-type': { contains: 'json' } } });
    expect(item, { json: { '$.items': { minLength: 3 } } });
    await sleep(20);
    const echo = await http.get('/echo');
    const seen = echo.value('$.headers') as Record<string, string>;
    metric('cookie', cookies.get('sid') === 'abc' && (seen['cookie'] ?? '').includes('sid=abc') ? 1 : 0);
    metric('body', item.value('$.body') === '{"a":[1]}' ? 1 : 0);
    metric('url', list.value('$.url') === '/list?q=a+b&n=2' ? 1 : 0);
    metric('setup', setup.first);
    metric('row', Number(data['n']));
    metric('random', random());
    metric('turn', vu * 100 + iteration);
    if (iteration === 2) throw new RangeError('on purpose');
  },

  async teardown({ http, setup }) {
    await http.request('DELETE', `/teardown/${setup.first}`, { name: 'teardown' });
  },
});

/** One request. */
export async function plain({ http }: Context): Promise<void> {
  await http.call('home');
}

export const failing = scenario({
  executor: 'shared-iterations',
  vus: 1,
  iterations: 2,
  setup() {
    throw new Error('no folder');
  },
  async iteration({ http }: Context) {
    await http.get('/never');
  },
});
