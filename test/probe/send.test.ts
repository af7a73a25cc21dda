import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Probe } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import { IdentityPool } from '../../src/model/identity.ts';
import { Target } from '../../src/model/target.ts';
import { type CheckRun, runChecks } from '../../src/probe/prober.ts';
import { checkOf, identitiesOf, runOf, type Server, serve } from './fake.ts';

let server: Server;
beforeEach(async () => {
  server = await serve((request, response) => response.end(request.headers.authorization ?? 'nobody'));
});
afterEach(() => server.close());

/** Lets a check do something with its probe; rejects when the check did not end in a pass. */
async function probing<Result>(
  work: (probe: Probe) => Promise<Result>,
  change: Partial<CheckRun> = {},
  check: Parameters<typeof checkOf>[0] = {},
): Promise<Result> {
  let result: Result | undefined;
  const observe = async (probe: Probe): Promise<Exchange[]> => {
    result = await work(probe);
    return [];
  };
  const judge = () => ({ outcome: 'pass' as const, message: '' });
  const { findings } = await runChecks(
    runOf(server.url, [checkOf({ budget: () => 100, judge, ...check, observe })], change),
  );
  if (findings[0]!.outcome !== 'pass') throw new Error(findings[0]!.message);
  return result as Result;
}

const get = { method: 'GET', path: '/' };

describe('identities', () => {
  test('each subject is another, and a fresh token is of the same', async () => {
    const [a, b, renewed] = await probing(async (probe) => {
      const first = await probe.subject('users');
      return [first, await probe.subject('users'), await probe.fresh(first)] as const;
    });
    expect([a.subject, b.subject, renewed.subject]).toEqual(['subject-0', 'subject-1', 'subject-0']);
    expect(renewed.token).not.toBe(a.token);
  });

  test('a check that uses up limits has subjects that no other has', async () => {
    const { subject } = await probing((probe) => probe.subject('users'), {}, { exhausting: true });
    expect(subject).toBe('subject-1000');
    const run = { identities: identitiesOf(3) };
    const [last, before] = await probing(
      async (probe) => [await probe.subject('users'), await probe.subject('users')] as const,
      run,
      { exhausting: true },
    );
    expect([last.subject, before.subject]).toEqual(['subject-2', 'subject-1']);
    await expect(
      probing(async (probe) => [await probe.subject('users'), await probe.subject('users')], {
        identities: identitiesOf(1),
      }),
    ).rejects.toThrow(/used up/);
  });

  test('a forged token is presented as the pool presents its own', async () => {
    const pools = {
      users: IdentityPool.parse({
        kind: 'jwt',
        key: 'x'.repeat(32),
        header: 'x-token',
        scheme: '',
        class: 'gold',
      }),
      others: IdentityPool.parse({ kind: 'static', tokens: ['abcdefgh'] }),
    };
    const [own, minter, none] = await probing(
      async (probe) =>
        [probe.present('users', 'forged-token-1'), probe.minter('users'), probe.minter('others')] as const,
      { pools },
    );
    expect(own).toMatchObject({ class: 'gold', headers: [['x-token', 'forged-token-1']] });
    expect(minter).toMatchObject({ kind: 'jwt', algorithm: 'HS256' });
    expect(none).toBeUndefined();
  });

  test('the credential is sent, and what the check sends besides', async () => {
    const exchange = await probing(async (probe) =>
      probe.send({ ...get, headers: [['x-a', '1']] }, { role: 'probe', as: await probe.subject('users') }),
    );
    expect(exchange.response!.body).toBe('Bearer token-check-0-0');
    expect(exchange).toMatchObject({ id: 'cors/fake#1', check: 'cors/fake', role: 'probe', arm: 'canary' });
    expect(exchange.request.headers).toEqual(expect.arrayContaining([['x-a', '1']]));
  });
});

test('random numbers repeat with the seed and the check', async () => {
  const draw = (seed: number, id: 'cors/a' | 'cors/b') =>
    probing(async (probe) => [probe.random(), probe.random()], { seed }, { id });
  const [first, second] = await draw(1, 'cors/a');
  expect(first).not.toBe(second);
  expect(await draw(1, 'cors/a')).toEqual([first, second]);
  expect(await draw(2, 'cors/a')).not.toEqual([first, second]);
  expect(await draw(1, 'cors/b')).not.toEqual([first, second]);
});

test("reading the server's clock is one request of the check", async () => {
  const wallClock = () => Date.now();
  const now = () => performance.now();
  const read = (budget: number) =>
    probing((probe) => probe.serverClock(), { wallClock, now }, { budget: () => budget });
  await expect(read(0)).rejects.toThrow(/more than its 0 requests/);
  const reading = await read(1);
  expect(Math.abs(reading!.offset)).toBeLessThanOrEqual(reading!.uncertainty);
  expect(server.seen).toEqual(['HEAD /']);
});

test('maxRate holds for all checks together', async () => {
  const target = Target.parse({ url: server.url, maxRate: 20 });
  const times: number[] = [];
  const check = (id: string) =>
    checkOf({
      id: `cors/${id}`,
      observe: async (probe) => {
        for (let sent = 0; sent < 3; sent++) times.push((await probe.send(get, { role: 'x' })).at);
        return [];
      },
    });
  await runChecks(runOf(server.url, [check('a'), check('b')], { target }));
  expect(Math.max(...times) - Math.min(...times)).toBeGreaterThanOrEqual(5 * 50 - 20);
});

describe('together', () => {
  const batch = (size: number, path = '/') =>
    Array.from({ length: size }, () => ({
      request: { method: 'GET', path },
      options: { role: 'race', facts: { round: 1 } },
    }));

  test('all requests are complete at one moment, each on its own connection', async () => {
    const ports = new Set<number | undefined>();
    let most = 0;
    let open = 0;
    server.close();
    server = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      open += 1;
      most = Math.max(most, open);
      setTimeout(() => {
        open -= 1;
        response.end('ok');
      }, 50);
    });
    const exchanges = await probing((probe) => probe.together(batch(20)));
    expect(ports.size).toBe(20);
    expect(most).toBe(20);
    expect(exchanges.map(({ response }) => response?.status)).toEqual(Array(20).fill(200));
    expect(exchanges[0]!.facts).toEqual({ round: 1, overlap: true, spread: expect.any(Number) });
    expect(new Set(exchanges.map(({ id }) => id)).size).toBe(20);
  });

  test('a body too is held back until all are ready', async () => {
    server.close();
    server = await serve((request, response) => request.pipe(response));
    const request = { method: 'POST', path: '/', body: '{"a":1}' };
    const exchanges = await probing((probe) => probe.together([{ request, options: { role: 'race' } }]));
    expect(exchanges[0]!.response!.body).toBe('{"a":1}');
  });

  test('uses overlap also where the answer comes before the body is read', async () => {
    server.close();
    server = await serve((_, response) => response.end('early'));
    const request = { method: 'POST', path: '/', body: '{"a":1}' };
    const uses = Array.from({ length: 20 }, () => ({ request, options: { role: 'race' } }));
    const exchanges = await probing((probe) => probe.together(uses));
    expect(exchanges.map(({ facts }) => facts!['overlap'])).toEqual(Array(20).fill(true));
  });

  test('nobody there: errors, and no overlap', async () => {
    const target = Target.parse({ url: 'http://127.0.0.1:1' });
    const exchanges = await probing((probe) => probe.together(batch(3)), { target });
    expect(exchanges.map(({ error, facts }) => [error!.code, facts!['overlap']])).toEqual(
      Array(3).fill(['ECONNREFUSED', false]),
    );
  });

  test('never more at once than maxRate allows in a second', async () => {
    const target = Target.parse({ url: server.url, maxRate: 5 });
    await expect(probing((probe) => probe.together(batch(6)), { target })).rejects.toThrow(
      /maxRate allows 5/,
    );
    expect(server.seen).toEqual([]);
  });
});
