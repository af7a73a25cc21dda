import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { IdentityError } from '../../src/model/errors.ts';
import type { FindingReport } from '../../src/model/report.ts';
import { Target } from '../../src/model/target.ts';
import { type CheckRun, runChecks } from '../../src/probe/prober.ts';
import { checkOf, identitiesOf, runOf, type Server, serve } from './fake.ts';

let server: Server;
beforeEach(async () => {
  server = await serve();
});
afterEach(() => server.close());

const one = async (run: CheckRun): Promise<FindingReport> => (await runChecks(run)).findings[0]!;

describe('outcomes', () => {
  test('a judgement, with what the check says of itself', async () => {
    const finding = await one(runOf(server.url, [checkOf()], { settings: { required: ['cors'] } }));
    expect(finding).toMatchObject({
      id: 'cors/fake',
      cases: ['X-01'],
      outcome: 'pass',
      severity: 'high',
      message: '200',
      exchanges: ['cors/fake#1'],
      required: true,
    });
  });

  test('not_applicable: what to declare, and nothing is sent', async () => {
    const check = checkOf({ needs: () => 'declare policy.cors' });
    expect(await one(runOf(server.url, [check]))).toMatchObject({
      outcome: 'not_applicable',
      message: 'declare policy.cors',
    });
    expect(server.seen).toEqual([]);
  });

  test('error: the check throws, judging throws, options are wrong', async () => {
    const throws = () => {
      throw new TypeError('oops');
    };
    const cases = [
      checkOf({ observe: async () => throws() }),
      checkOf({ judge: throws }),
      checkOf({ needs: throws }),
      checkOf({ options: z.strictObject({ size: z.number() }) }),
    ];
    for (const check of cases) {
      const { outcome, message } = await one(runOf(server.url, [check]));
      expect({ outcome, message }).toEqual({ outcome: 'error', message: expect.stringMatching(/oops|size/) });
    }
  });

  test('error: more requests than promised; none is sent beyond the budget', async () => {
    const check = checkOf({
      budget: () => 2,
      observe: async (probe) => {
        for (;;) await probe.send({ method: 'GET', path: '/' }, { role: 'x' });
      },
    });
    const { findings, exchanges } = await runChecks(runOf(server.url, [check]));
    expect(findings[0]).toMatchObject({ outcome: 'error', message: expect.stringContaining('2 requests') });
    expect(server.seen).toHaveLength(2);
    expect(exchanges.map(({ facts }) => facts?.['unfinished'])).toEqual([true, true]);
  });

  test('inconclusive: no identity can be had', async () => {
    const check = checkOf({ observe: async (probe) => (await probe.subject('users')) && [] });
    expect(await one(runOf(server.url, [check], { identities: identitiesOf(0) }))).toMatchObject({
      outcome: 'inconclusive',
      message: expect.stringContaining('use: [load, check]'),
    });
    const fails = checkOf({
      observe: async () => Promise.reject(new IdentityError('users', 'the token service said no')),
    });
    expect(await one(runOf(server.url, [fails]))).toMatchObject({ outcome: 'inconclusive' });
  });

  test('a target that is not there is data, not an exception', async () => {
    const judge = checkOf().judge;
    const check = checkOf({
      judge: (exchanges, context) => ({ ...judge(exchanges, context), message: exchanges[0]!.error!.code }),
    });
    expect(await one(runOf('http://127.0.0.1:1', [check]))).toMatchObject({ message: 'ECONNREFUSED' });
  });
});

describe('authorisation', () => {
  const checks = [checkOf({ id: 'cors/active', active: true }), checkOf({ id: 'cors/passive' })];
  /** The address of this machine, by a name that is not loopback. */
  const target = (authorisation?: object): Target => ({
    ...Target.parse({
      url: server.url.replace('127.0.0.1', '0.0.0.0'),
      ...(authorisation && { authorisation }),
    }),
  });
  const given = { by: 'Ops', scope: 'probing', until: '2026-01-01' };
  const outcomes = async (run: Partial<CheckRun>) => {
    const { findings } = await runChecks(runOf(server.url, checks, run));
    return findings.map(({ outcome, message }) => [outcome, message]);
  };

  test('without it active checks send nothing, and the others run', async () => {
    const [active, passive] = await outcomes({ target: target() });
    expect(active).toEqual(['not_run', expect.stringMatching(/^not authorised/)]);
    expect(passive).toEqual(['pass', '200']);
    expect(server.seen).toEqual(['GET /']);
  });

  test('it holds to the end of its last day', async () => {
    const wallClock = () => Date.parse('2026-01-01T23:59:59Z');
    expect(await outcomes({ target: target(given), wallClock })).toMatchObject([
      ['pass', '200'],
      ['pass', '200'],
    ]);
    const later = () => Date.parse('2026-01-02T00:00:00Z');
    expect((await outcomes({ target: target(given), wallClock: later }))[0]).toEqual([
      'not_run',
      expect.stringMatching(/Ops ended on 2026-01-01/),
    ]);
  });
});

describe('stopping', () => {
  test('what has not begun is not run, and what is under way ends at once', async () => {
    const stop = new AbortController();
    const slow = checkOf({
      id: 'cors/slow',
      observe: async (probe) => {
        stop.abort();
        await probe.sleep(60_000);
        return [];
      },
    });
    const { findings } = await runChecks(
      runOf(server.url, [slow, checkOf({ alone: true, id: 'cors/later' })], { abort: stop.signal }),
    );
    expect(findings.map(({ outcome }) => outcome)).toEqual(['not_run', 'not_run']);
    expect(server.seen).toEqual([]);
  });

  test('cleaning up is still sent', async () => {
    const stop = new AbortController();
    const check = checkOf({
      observe: async (probe) => {
        stop.abort();
        try {
          return [await probe.send({ method: 'GET', path: '/probe' }, { role: 'probe' })];
        } finally {
          await probe.send({ method: 'POST', path: '/up' }, { role: 'up', cleanup: true });
        }
      },
    });
    expect(await one(runOf(server.url, [check], { abort: stop.signal }))).toMatchObject({
      outcome: 'not_run',
    });
    expect(server.seen).toEqual(['POST /up']);
  });
});

test('ordinary checks come first, then those that must be alone, then those that use up limits', async () => {
  const order: string[] = [];
  let running = 0;
  const noting = (id: string, change: object) =>
    checkOf({
      id: `cors/${id}`,
      ...change,
      observe: async (probe) => {
        running += 1;
        order.push(`${id}${running > 1 ? ' beside others' : ''}`);
        await probe.sleep(10);
        running -= 1;
        return [];
      },
      judge: () => ({ outcome: 'pass', message: '' }),
    });
  const checks = [
    noting('limit', { exhausting: true }),
    noting('alone', { alone: true }),
    noting('alone-too', { alone: true }),
    noting('a', {}),
    noting('b', {}),
  ];
  const progress: string[] = [];
  const { findings } = await runChecks(
    runOf(server.url, checks, { onResult: ({ id }, done, total) => progress.push(`${id} ${done}/${total}`) }),
  );
  expect(order).toEqual(['a', 'b beside others', 'alone', 'alone-too', 'limit']);
  expect(findings.map(({ id }) => id)).toEqual(checks.map(({ id }) => id));
  expect(progress.at(-1)).toBe('cors/limit 5/5');
});

test('judges see what is stored: nothing secret, bodies capped', async () => {
  server.close();
  server = await serve((request, response) =>
    response.end(`${request.headers.authorization} ${'x'.repeat(100_000)}`),
  );
  const check = checkOf({
    observe: async (probe) => {
      const as = await probe.subject('users');
      const exchange = await probe.send(
        { method: 'GET', path: '/' },
        { role: 'probe', as, facts: { token: as.token } },
      );
      expect(exchange.response!.body).toContain('token-check-0');
      return [exchange];
    },
    judge: ([exchange]) => ({ outcome: 'pass', message: JSON.stringify(exchange).slice(0, 2000) }),
  });
  const { findings, exchanges } = await runChecks(runOf(server.url, [check]));
  expect(findings[0]!.message + JSON.stringify(exchanges)).not.toContain('token-check');
  expect(exchanges[0]!.response).toMatchObject({
    truncated: true,
    bodyBytes: 100_000 + 'Bearer token-check-0-0 '.length,
  });
  expect(exchanges[0]!.response!.body).toHaveLength(65_536);
  expect(exchanges[0]!.facts).toEqual({ token: '«users token of subject-0»' });
});
