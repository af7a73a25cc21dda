import { describe, expect, test } from 'vitest';
import type { Probe } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import { patiently, RetryBudget, requestsFor } from '../../src/probe/patience.ts';

const NOW = Date.UTC(2026, 0, 1);
type Step = readonly [status: number, retryAfter?: string];

async function run(steps: readonly Step[]) {
  const waits: number[] = [];
  const probe = {
    now: () => NOW,
    sleep: async (milliseconds: number) => void waits.push(milliseconds),
  } as unknown as Probe;
  let sent = 0;
  const make = async (): Promise<Exchange> => {
    const [status, after] = steps[Math.min(sent++, steps.length - 1)]!;
    const headers = after === undefined ? [] : [['Retry-After', after]];
    return { response: { status, headers } } as unknown as Exchange;
  };
  const { response } = await patiently(probe, make);
  return { status: response!.status, sent, waits };
}

test.each<[string, readonly Step[], object]>([
  ['an answer is taken as it is', [[200]], { status: 200, sent: 1, waits: [] }],
  ['an error too', [[500]], { status: 500, sent: 1, waits: [] }],
  ['429 is waited for as told', [[429, '2'], [200]], { status: 200, sent: 2, waits: [2050] }],
  ['429 without a word is waited for a second', [[429], [200]], { status: 200, sent: 2, waits: [1050] }],
  ['503 is waited for when it says how long', [[503, '1'], [200]], { status: 200, sent: 2, waits: [1050] }],
  ['503 without a word is an answer', [[503]], { status: 503, sent: 1, waits: [] }],
  [
    'a date will do',
    [[429, new Date(NOW + 3000).toUTCString()], [200]],
    { status: 200, sent: 2, waits: [3050] },
  ],
  ['twice at most', [[429, '1']], { status: 429, sent: 3, waits: [1050, 1050] }],
  ['never for long', [[429, '60']], { status: 429, sent: 1, waits: [] }],
])('%s', async (_, steps, wanted) => {
  expect(await run(steps)).toEqual(wanted);
});

describe('a budget of retries that calls share', () => {
  const NEVER_READY = { now: () => NOW, sleep: async () => {} } as unknown as Probe;
  const busy = { response: { status: 429, headers: [] } } as unknown as Exchange;

  async function sentBy(calls: number): Promise<number> {
    const budget = new RetryBudget();
    let sent = 0;
    for (let call = 0; call < calls; call++)
      await patiently(
        NEVER_READY,
        async () => {
          sent++;
          return busy;
        },
        budget,
      );
    return sent;
  }

  test.each([
    [1, 3],
    [2, 6],
    [3, 7],
    [9, 13],
    [10, 15],
    [250, 279],
  ])(
    '%i calls cost at most %i requests, and a target that is never ready makes them cost as many',
    async (calls, most) => {
      expect([requestsFor(calls), await sentBy(calls)]).toEqual([most, most]);
    },
  );
});
