import { type Some, windowOf } from './windows.ts';

/** One second after the other: so many 5xx of 100 requests, or `undefined` for a second without any request. */
export function run(bad: readonly (number | undefined)[]) {
  return bad.flatMap((count, second) => {
    if (count === undefined) return [];
    const requests: Some[] = [{ outcome: 'ok', count: 100 - count, ms: 5 }];
    if (count > 0) requests.push({ outcome: '5xx', count });
    return [windowOf(second, requests)];
  });
}

/** The same for so many seconds. */
export const constant = (seconds: number, bad: number | undefined) =>
  new Array<number | undefined>(seconds).fill(bad);
