import { expect, test } from 'vitest';
import type { Check } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import { runChecks } from '../../src/probe/prober.ts';
import { rejudge } from '../../src/probe/rejudge.ts';
import { checkOf, runOf, serve } from './fake.ts';

const fails = async (probe: Parameters<Check['observe']>[0]): Promise<Exchange[]> => {
  await probe.send({ method: 'GET', path: '/' }, { role: 'probe' });
  throw new Error('oops');
};

test('stored exchanges give the same findings, whatever they were', async () => {
  const server = await serve();
  const checks = [
    checkOf({ id: 'cors/pass' }),
    checkOf({ id: 'cors/fail', judge: () => ({ outcome: 'fail', message: 'No.', severity: 'low' }) }),
    checkOf({ id: 'cors/error', observe: fails }),
    checkOf({ id: 'cors/needs', needs: () => 'declare it' }),
    checkOf({ id: 'cors/judge', judge: () => Promise.reject as never }),
  ];
  const run = runOf(server.url, checks);
  const { findings, exchanges } = await runChecks(run);
  server.close();
  const stored = JSON.parse(JSON.stringify(exchanges)) as Exchange[];
  expect(rejudge({ ...run, exchanges: stored, previous: findings, now: run.wallClock() })).toEqual(findings);
});

test('a check that judges otherwise today says so; one that is gone keeps its word', async () => {
  const server = await serve();
  const run = runOf(server.url, [checkOf({ id: 'cors/a' }), checkOf({ id: 'cors/b' })]);
  const { findings, exchanges } = await runChecks(run);
  server.close();
  const stricter = checkOf({ id: 'cors/a', judge: () => ({ outcome: 'fail', message: 'No.' }) });
  const again = rejudge({ ...run, checks: [stricter], exchanges, previous: findings, now: run.wallClock() });
  expect(again.map(({ id, outcome }) => [id, outcome])).toEqual([
    ['cors/a', 'fail'],
    ['cors/b', 'pass'],
  ]);
});
