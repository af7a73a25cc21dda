import { describe, expect, test } from 'vitest';
import type { Exchange } from '../../../src/model/exchange.ts';
import { LimitPolicy } from '../../../src/model/policy/limits.ts';
import { excuseOf, rejectedLater, type Spent } from '../../../src/probe/rate-limit/spent.ts';

/** A place comes back every 100 ms where the limit is a bucket. */
const limit = LimitPolicy.parse({ name: 'n', endpoint: 'e', quota: 10, window: '1s', scope: 'subject' });
const FIXED = { algorithm: 'fixed-window' } as const;

interface Answer {
  readonly role?: string;
  readonly status?: number;
  readonly others?: number;
}

function at(sent: number, { role = 'r', status = 200, others = 0 }: Answer = {}): Exchange {
  return {
    ...{ id: `${sent}`, check: 'c', role, arm: 'canary', at: sent },
    request: { method: 'GET', url: 'http://localhost/', headers: [] },
    response: { status, headers: [], body: '', bodyBytes: 0, truncated: false },
    timing: { sent, ended: sent + 1 },
    facts: { others },
  };
}

/** Ten requests from the start on, and a rejection. */
function spent(rejectedAt: number, more: Partial<Spent> = {}): Spent {
  return { first: at(0), last: at(rejectedAt, { status: 429 }), count: 10, rejected: true, ...more };
}

describe('whether time may have served somebody else', () => {
  test.each([
    ['at once', spent(40), [50], {}, undefined],
    ['after the window', spent(40), [1000], FIXED, 'the window ended'],
    [
      'within the window, which others may have begun',
      spent(40, { begun: true }),
      [50],
      FIXED,
      'the window ended',
    ],
    ['late, of a fixed window', spent(800), [900], FIXED, undefined],
    ['when a place may have come back', spent(90), [110], {}, 'places of it came back'],
    ['twice, where one place may have come back', spent(90), [110, 120], {}, undefined],
    ['twice, where two may have', spent(90), [150, 250], {}, 'places of it came back'],
    ['late, where a bucket would have gone on serving', spent(800), [900], {}, undefined],
    ['late, of a bucket', spent(800), [900], { algorithm: 'token-bucket' }, 'places of it came back'],
  ] as const)('%s', (_, quota, served, declared, excuse) => {
    const found = excuseOf(
      quota,
      served.map((sent) => at(sent)),
      { ...limit, ...declared },
    );
    if (excuse === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(excuse);
  });

  test('not after the window, where the client was rejected later still', () => {
    const later = at(1010, { role: 'varied', status: 429 });
    expect(excuseOf(spent(40, { begun: true }), [at(1000)], { ...limit, ...FIXED }, later)).toBeUndefined();
  });
});

describe('a later rejection', () => {
  const neighbour = at(50, { role: 'neighbour subject' });
  test.each([
    ['of the client tells', { role: 'varied', status: 429 }, true],
    ['of somebody else does not', { role: 'neighbour address', status: 429 }, false],
    [
      'does not where others asked for a whole quota meanwhile',
      { role: 'varied', status: 429, others: 9 },
      false,
    ],
  ] as const)('%s', (_, answer, tells) => {
    const later = at(60, answer);
    expect(rejectedLater([neighbour, later], neighbour, limit)).toBe(tells ? later : undefined);
  });
});
