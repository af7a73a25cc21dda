import { expect, test } from 'vitest';
import type { Exchange } from '../../src/model/exchange.ts';
import { crashesOf, lastOf, tryTwice } from '../../src/probe/crash.ts';

async function tried(statuses: readonly number[]) {
  let sent = 0;
  const send = async () => ({ response: { status: statuses[sent++] } }) as unknown as Exchange;
  const exchanges = await tryTwice(send);
  const text = () => 'one request';
  const last = lastOf(exchanges, text).map(({ response }) => response?.status);
  return { sent, crashed: crashesOf(exchanges, text).length === 1, last };
}

test.each<[number[], object]>([
  [[200], { sent: 1, crashed: false, last: [200] }],
  [[500, 500], { sent: 2, crashed: true, last: [500] }],
  [[500, 200], { sent: 2, crashed: false, last: [200] }],
  [[503], { sent: 1, crashed: false, last: [503] }],
])('answers %j', async (statuses, wanted) => {
  expect(await tried(statuses)).toEqual(wanted);
});
