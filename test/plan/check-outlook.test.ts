import { expect, test } from 'vitest';
import { type CheckOutlook, requestsOf, secondsOf } from '../../src/plan/check-outlook.ts';

const outlook = (survey: string, exhausting: boolean, requests: number, waits: number): CheckOutlook => ({
  id: `${survey}-check`,
  survey,
  exhausting,
  needs: undefined,
  requests,
  waits,
});

test.each([
  ['nothing', [], 0, 0],
  ['what one survey sends counts once', [outlook('a', false, 9, 0), outlook('a', false, 9, 0)], 9, 0],
  ['surveys wait side by side', [outlook('a', false, 1, 2000), outlook('b', false, 2, 3000)], 3, 3],
  [
    'those that use up limits wait for each other',
    [outlook('a', true, 1, 2000), outlook('b', true, 2, 3000)],
    3,
    5,
  ],
] as const)('%s', (_, outlooks, requests, seconds) => {
  expect([requestsOf(outlooks), secondsOf(outlooks)]).toEqual([requests, seconds]);
});
