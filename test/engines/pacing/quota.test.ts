import { describe, expect, it } from 'vitest';
import { addressCount, identityCount, Ledger, RateLimit } from '../../../src/engines/pacing/quota.ts';
import { seeded } from '../../../src/engines/requests/random.ts';
import type { Quota } from '../../../src/model/identity.ts';

const quota = (limit: number, window: number, scope: Quota['scope'] = 'token'): Quota => ({
  limit,
  window,
  scope,
});

describe('identityCount', () => {
  it.each([
    [undefined, 200, 1, 1],
    [quota(60, 60_000), 1, 2, 1],
    [quota(60, 60_000), 200, 220, 1],
    [quota(300, 5000, 'subject'), 200, 4, 1],
    [[quota(60, 60_000), quota(5, 1000)], 20, 22, 1],
    [[quota(60, 60_000), quota(100, 60_000, 'ip')], 10, 11, 7],
    [quota(100, 1000), 0, 1, 1],
  ])('%j at %d/s: %d identities, %d addresses', (declared, rate, identities, addresses) => {
    const pool = declared === undefined ? {} : { quota: declared };
    expect(identityCount(pool, rate)).toBe(identities);
    expect(addressCount(pool, rate)).toBe(addresses);
  });
});

describe('Ledger', () => {
  it('has room until the limit, and again a window after an answer', () => {
    const ledger = new Ledger(quota(2, 1000));
    expect(ledger.roomAt(0)).toBe(0);
    ledger.begin();
    ledger.end(10);
    expect(ledger.roomAt(20)).toBe(20);
    ledger.begin();
    ledger.end(30);
    expect(ledger.roomAt(40)).toBe(1010);
    expect(ledger.roomAt(1010)).toBe(1010);
    ledger.begin();
    ledger.end(1011);
    expect(ledger.roomAt(1020)).toBe(1030);
  });

  it('knows no time while only requests under way block', () => {
    const ledger = new Ledger(quota(1, 1000));
    ledger.begin();
    expect(ledger.roomAt(5)).toBe(Number.POSITIVE_INFINITY);
  });

  it('never lets more than the limit into any interval as long as the window, wherever answers are counted', () => {
    const random = seeded(7);
    const limit = 5;
    const window = 100;
    const ledger = new Ledger(quota(limit, window));
    const open: { end: number }[] = [];
    const counted: number[] = [];
    for (let now = 0; now < 5000; now += 1) {
      for (const request of open.filter(({ end }) => end === now)) {
        ledger.end(now);
        open.splice(open.indexOf(request), 1);
      }
      if (random() < 0.7 && ledger.roomAt(now) <= now) {
        ledger.begin();
        const length = 1 + Math.floor(random() * 30);
        open.push({ end: now + length });
        counted.push(now + Math.floor(random() * length));
      }
    }
    counted.sort((a, b) => a - b);
    expect(counted.length).toBeGreaterThan(150);
    for (let index = limit; index < counted.length; index += 1)
      expect(counted[index]! - counted[index - limit]!).toBeGreaterThanOrEqual(window);
  });
});

describe('RateLimit', () => {
  it.each([1, 50, 1000])('lets at most %d into any second', (rate) => {
    const limit = new RateLimit(rate);
    const sent: number[] = [];
    for (let now = 0; now < 5000; now += 0.5) {
      while (limit.roomAt() <= now) {
        limit.take(now);
        sent.push(now);
      }
    }
    expect(sent.length).toBeGreaterThanOrEqual(rate * 5 * 0.97 - 1);
    for (let index = rate; index < sent.length; index += 1)
      expect(sent[index]! - sent[index - rate]!).toBeGreaterThanOrEqual(1000 - 1e-6);
  });

  it('is one for all threads that share its memory', () => {
    const memory = new BigInt64Array(new SharedArrayBuffer(8));
    const limits = [new RateLimit(100, memory), new RateLimit(100, memory)];
    const sent: number[] = [];
    for (let now = 0; now < 3000; now += 0.5) for (const limit of limits) if (limit.take(now)) sent.push(now);
    expect(sent.length).toBeGreaterThanOrEqual(290);
    for (let index = 100; index < sent.length; index += 1)
      expect(sent[index]! - sent[index - 100]!).toBeGreaterThanOrEqual(1000 - 1e-6);
  });
});
