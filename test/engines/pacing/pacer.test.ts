import { describe, expect, it } from 'vitest';
import { type Arrivals, paceOf, type Users } from '../../../src/engines/pacing/pacer.ts';
import { Scenario, type ScenarioInput } from '../../../src/model/scenario.ts';

const pace = (input: object) => paceOf(Scenario.parse({ requests: ['home'], ...input } as ScenarioInput));

describe('arrivals', () => {
  it.each([
    [{ rate: 200, duration: '25s' }, 5000],
    [{ rate: 1, duration: '10s' }, 10],
    [{ rate: 1, duration: '1500ms' }, 2],
    [{ rate: 0.3, duration: '10s' }, 3],
    [{ rate: 90, timeUnit: '1m', duration: '2m' }, 180],
    [{ rate: 7, timeUnit: '3s', duration: '3s' }, 7],
    [{ rate: 3, duration: '100ms' }, 1],
  ])('constant %j: %d in all', (settings, total) => {
    const arrivals = pace({ executor: 'constant-arrival-rate', preAllocatedVUs: 1, ...settings }) as Arrivals;
    expect(arrivals.total).toBe(total);
    expect(arrivals.at(0)).toBe(0);
    expect(arrivals.at(total - 1)).toBeLessThan(arrivals.duration);
    expect(arrivals.at(total)).toBeGreaterThanOrEqual(arrivals.duration - 1e-6);
  });

  it('constant arrivals are evenly spaced', () => {
    const { at } = pace({
      executor: 'constant-arrival-rate',
      rate: 200,
      duration: '25s',
      preAllocatedVUs: 1,
    }) as Arrivals;
    expect([0, 1, 2, 200, 4999].map(at)).toEqual([0, 5, 10, 1000, 24_995]);
  });

  it.each([
    ['up', 0, [[100, '10s']], 500],
    [
      'up, level, down',
      0,
      [
        [100, '10s'],
        [100, '10s'],
        [0, '10s'],
      ],
      2000,
    ],
    [
      'a jump',
      10,
      [
        [50, '0s'],
        [50, '2s'],
      ],
      100,
    ],
    ['level by a ramp', 20, [[20, '5s']], 100],
    ['nothing', 0, [[0, '5s']], 0],
    [
      'a gap',
      10,
      [
        [10, '1s'],
        [0, '0s'],
        [0, '5s'],
        [10, '0s'],
        [10, '1s'],
      ],
      20,
    ],
  ] as const)('ramping %s: the integral of the rate', (_, startRate, stages, total) => {
    const arrivals = pace({
      executor: 'ramping-arrival-rate',
      startRate,
      stages: stages.map(([target, duration]) => ({ target, duration })),
      preAllocatedVUs: 1,
    }) as Arrivals;
    expect(arrivals.total).toBe(total);
    const instants = Array.from({ length: total }, (_, n) => arrivals.at(n));
    expect(instants.every((at, n) => at >= (instants[n - 1] ?? 0) && at < arrivals.duration)).toBe(true);
  });

  it.each([
    // A ramp from 0 to 100/s in 10 s has sent 5*t^2 after t seconds.
    [0, 0],
    [5, 1000],
    [125, 5000],
    [405, 9000],
  ])('ramping: arrival %d comes at %d ms', (n, at) => {
    const stages = [{ target: 100, duration: '10s' }];
    const arrivals = pace({ executor: 'ramping-arrival-rate', stages, preAllocatedVUs: 1 }) as Arrivals;
    expect(arrivals.at(n)).toBeCloseTo(at, 6);
  });

  it('sends nothing in a gap, and goes on at its end', () => {
    const stages = [
      { target: 10, duration: '1s' },
      { target: 0, duration: '0s' },
      { target: 0, duration: '5s' },
      { target: 10, duration: '0s' },
      { target: 10, duration: '1s' },
    ];
    const { at } = pace({
      executor: 'ramping-arrival-rate',
      startRate: 10,
      stages,
      preAllocatedVUs: 1,
    }) as Arrivals;
    expect(at(9)).toBeCloseTo(900, 6);
    expect(at(10)).toBeCloseTo(6000, 6);
  });
});

describe('users', () => {
  it.each([
    [0, 1],
    [999, 1],
    [1000, 2],
    [8999, 9],
    [9000, 10],
    [12_000, 10],
    [14_500, 7],
    [19_999, 1],
    [20_000, 0],
    [25_000, 0],
  ])('ramping from 1 to 10, level, and down to 0: after %d ms there are %d', (elapsed, users) => {
    const stages = [
      { target: 10, duration: '9s' },
      { target: 10, duration: '3s' },
      { target: 0, duration: '8s' },
    ];
    const ramp = pace({ executor: 'ramping-vus', startVUs: 1, stages }) as Users;
    expect(ramp.at(elapsed)).toBe(users);
    expect(ramp).toMatchObject({ most: 10, duration: 20_000 });
  });

  it.each([
    [
      { executor: 'constant-vus', vus: 7, duration: '3s' },
      { most: 7, duration: 3000 },
    ],
    [
      { executor: 'shared-iterations', vus: 2, iterations: 9 },
      { most: 2, duration: 600_000, iterations: { count: 9, by: 'all' } },
    ],
    [
      { executor: 'per-vu-iterations', vus: 2, iterations: 9, maxDuration: '5s' },
      { most: 2, duration: 5000, iterations: { count: 9, by: 'each' } },
    ],
  ])('%j', (settings, users) => {
    expect(pace(settings)).toMatchObject(users);
  });
});
