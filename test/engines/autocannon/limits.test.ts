import { describe, expect, it } from 'vitest';
import type { ScenarioInput } from '../../../src/model/scenario.ts';
import { serve, tally } from '../embedded/harness.ts';
import { fire } from './harness.ts';

const main: ScenarioInput = { executor: 'constant-vus', vus: 4, duration: '1500ms', requests: ['it'] };
const WINDOW = 500;

interface Seen {
  readonly who: string;
  readonly at: number;
}

async function watching() {
  const seen: Seen[] = [];
  const { url } = await serve((request, response) => {
    seen.push({ who: request.headers.authorization ?? '', at: performance.now() });
    response.end('ok');
  });
  return { url, seen };
}

/** Most requests that came within the window before one of them. */
function most(seen: readonly Seen[], window: number): number {
  return Math.max(...seen.map(({ at }) => seen.filter((it) => it.at <= at && it.at > at - window).length));
}

describe('limits are kept', () => {
  it('of each identity, by waiting where none has room', async () => {
    const { url, seen } = await watching();
    const { samples, scenarios, generator } = await fire({
      url,
      endpoints: { it: { path: '/', identity: 'users' } },
      pools: {
        users: {
          kind: 'static',
          tokens: ['a', 'b'],
          quota: { limit: 5, window: `${WINDOW}ms`, scope: 'token' },
        },
      },
      sizes: { users: 2 },
      scenarios: { main },
    });
    expect(samples).toHaveLength(seen.length);
    for (const who of Object.keys(tally(seen.map((it) => it.who)))) {
      const own = seen.filter((it) => it.who === who);
      expect(own.length).toBeGreaterThan(5);
      expect(most(own, WINDOW)).toBeLessThanOrEqual(5);
    }
    expect(scenarios[0]?.throttledMs).toBeGreaterThan(0);
    expect(generator.notes.join()).toContain('had to wait');
    // What we hold back ourselves is no part of the latency.
    const latencies = samples.map(({ intended, ended }) => ended - intended).sort((a, b) => a - b);
    expect(latencies[Math.floor(latencies.length / 2)]).toBeLessThan(WINDOW / 2);
  });

  it('of all requests to the target', async () => {
    const { url, seen } = await watching();
    await fire({
      url,
      target: { maxRate: 40 },
      endpoints: { it: { path: '/' } },
      scenarios: { main },
    });
    expect(seen.length).toBeGreaterThan(30);
    expect(most(seen, 1000)).toBeLessThanOrEqual(42);
  });
});
