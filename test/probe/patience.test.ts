import { describe, expect, test } from 'vitest';
import type { Probe } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import { InconclusiveError } from '../../src/probe/failures.ts';
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

  const fine = { response: { status: 200, headers: [] } } as unknown as Exchange;

  /** Every third call is answered at last, or none is. */
  async function sentBy(calls: number, answered = true): Promise<number> {
    const budget = new RetryBudget();
    let sent = 0;
    for (let call = 0; call < calls; call++)
      await patiently(
        NEVER_READY,
        async () => {
          sent++;
          return answered && call % 3 === 2 ? fine : busy;
        },
        budget,
      ).catch((error: unknown) => {
        if (!(error instanceof InconclusiveError)) throw error;
        calls = 0;
      });
    return sent;
  }

  test.each([
    [1, 3],
    [2, 6],
    [3, 7],
    [9, 13],
    [10, 15],
    [250, 279],
  ])('%i calls cost at most %i requests', async (calls, most) => {
    expect(requestsFor(calls)).toBe(most);
    expect(await sentBy(calls)).toBeLessThanOrEqual(most);
  });

  test('the retries are used up by a target that is often busy', async () => {
    expect(await sentBy(9)).toBe(13);
  });

  test('a target that stays busy is left alone', async () => {
    expect(await sentBy(250, false)).toBeLessThanOrEqual(requestsFor(3));
  });
});

test.each([
  ['within a declared limit of that status', (status: number) => (status === 503 ? 2000 : undefined), [2050]],
  ['of no declared limit', () => undefined, []],
])('503 without a word, %s', async (_, windowOf, waited) => {
  const waits: number[] = [];
  const probe = { now: () => NOW, sleep: async (wait: number) => void waits.push(wait) } as unknown as Probe;
  const answers = [503, 200];
  const make = async () => ({ response: { status: answers.shift(), headers: [] } }) as unknown as Exchange;
  await patiently(probe, make, new RetryBudget(), windowOf);
  expect(waits).toEqual(waited);
});
