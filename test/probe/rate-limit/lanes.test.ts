import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Lanes } from '../../../src/probe/rate-limit/lanes.ts';

test('an address is held by one at a time, the longest rested first', async () => {
  const lanes = new Lanes(['127.0.0.2', '127.0.0.3'], 0);
  const [a, b, c] = [{}, {}, {}];
  lanes.note(a, '127.0.0.2', 10);
  const [first] = await lanes.lease(a);
  const [second] = await lanes.lease(b);
  expect([first?.address, second?.address]).toEqual(['127.0.0.3', '127.0.0.2']);
  let third: string | undefined;
  const waiting = lanes.lease(c).then(([lease]) => {
    third = lease?.address;
  });
  await turn();
  expect(third).toBeUndefined();
  first?.release();
  await waiting;
  expect(third).toBe('127.0.0.3');
});

test('without addresses there is one lane, and only others disturb it', async () => {
  const lanes = new Lanes([], 5);
  const [self, other] = [{}, {}];
  const [lease, ...more] = await lanes.lease(self, 2);
  expect([lease?.address, lease?.lastUse(), more]).toEqual([undefined, 5, []]);
  lanes.note(self, undefined, 20);
  expect([lease?.disturbed(0), lease?.lastUse()]).toEqual([false, 20]);
  lanes.note(other, undefined, 30);
  expect([lease?.disturbed(30), lease?.disturbed(31)]).toEqual([true, false]);
});

test('no more than two bursts go on at once', async () => {
  const lanes = new Lanes([], 0);
  let now = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++now);
    await turn();
    now -= 1;
  };
  await Promise.all(Array.from({ length: 7 }, () => lanes.burst(work)));
  expect(most).toBe(2);
});

test('who wants to be alone waits for all others, and newcomers wait for them', async () => {
  const lanes = new Lanes([], 0);
  const log: string[] = [];
  const ordinary = lanes.working(async () => {
    log.push('ordinary begins');
    await turn();
    await turn();
    log.push('ordinary ends');
  });
  let newcomer: Promise<unknown> | undefined;
  const alone = (name: string) =>
    lanes.alone(async () => {
      log.push(`${name} alone`);
      newcomer ??= lanes.working(async () => void log.push('newcomer'));
      await turn();
      log.push(`${name} done`);
    });
  await Promise.all([ordinary, ...['one', 'two'].map((name) => lanes.working(() => alone(name)))]);
  await newcomer;
  expect(log.slice(0, 2)).toEqual(['ordinary begins', 'ordinary ends']);
  for (const name of ['one', 'two']) expect(log[log.indexOf(`${name} alone`) + 1]).toBe(`${name} done`);
  expect(log).toContain('newcomer');
});

test('all lanes know how much others have sent, from whatever address', () => {
  const { crowd } = new Lanes(['127.0.0.2'], 0);
  const [self, other] = [{}, {}];
  crowd.note(self, 10);
  crowd.note(other, 20, 3);
  expect([crowd.others(self), crowd.others(other)]).toEqual([3, 1]);
  expect([crowd.since(self, 20), crowd.since(self, 21)]).toEqual([true, false]);
});
