import { describe, expect, it } from 'vitest';
import { heldOf, holdingOf, numberAmongAll } from '../../../../src/engines/embedded/threads/holding.ts';
import { type Split, split } from '../../../../src/engines/embedded/threads/split.ts';
import { Endpoint } from '../../../../src/model/endpoint.ts';
import { IdentityPool } from '../../../../src/model/identity.ts';
import { Scenario } from '../../../../src/model/scenario.ts';

const quota = { limit: 5, window: '1s', scope: 'token' };
const byAddress = { ...quota, scope: 'ip' };
const closed = (vus: number, more: object = {}) => ({
  executor: 'constant-vus',
  vus,
  duration: '10s',
  requests: ['it'],
  ...more,
});
const open = (rate: number, more: object = {}) => ({
  executor: 'constant-arrival-rate',
  rate,
  duration: '10s',
  preAllocatedVUs: 100,
  requests: ['it'],
  ...more,
});

interface Case {
  readonly scenarios: readonly object[];
  readonly scripted?: readonly number[];
  readonly pools?: Record<string, object>;
  readonly sizes?: Record<string, number>;
  readonly addresses?: number;
  readonly workers: number;
}

function dealt({ scenarios, scripted = [], pools = {}, sizes = {}, addresses = 0, workers }: Case): Split {
  const parsed = Object.entries(pools).map(([name, pool]) => [
    name,
    IdentityPool.parse({ kind: 'static', tokens: ['a'], ...pool }),
  ]);
  return split({
    scenarios: scenarios.map((spec, place) => ({
      spec: Scenario.parse(spec),
      ...(scripted.includes(place) ? { module: { iteration: async () => {} } as never } : {}),
    })),
    endpoints: {
      it: Endpoint.parse({ path: '/', identity: 'users' }),
      other: Endpoint.parse({ path: '/', identity: 'others' }),
      plain: Endpoint.parse({ path: '/' }),
    },
    pools: Object.fromEntries(parsed),
    sourceAddresses: Array.from({ length: addresses }, (_, at) => `127.0.0.${at + 1}`),
    size: (pool) => sizes[pool] ?? Number.POSITIVE_INFINITY,
    workers,
  });
}

describe('parts of a scenario', () => {
  it.each<[string, Case, readonly number[]]>([
    ['as many as there are workers', { scenarios: [closed(10)], workers: 4 }, [4]],
    ['no more than virtual users', { scenarios: [closed(3)], workers: 4 }, [3]],
    ['no more than a ramp has at its height', { scenarios: [ramp([2, 6, 0])], workers: 8 }, [6]],
    ['no more than iterations to share', { scenarios: [shared(9, 2)], workers: 4 }, [2]],
    ['no more than are worth a thread', { scenarios: [open(150)], workers: 4 }, [2]],
    [
      'no more than an open loop has users',
      { scenarios: [open(900, { preAllocatedVUs: 1 })], workers: 4 },
      [1],
    ],
    [
      'no more than identities with a quota',
      { scenarios: [closed(10)], pools: { users: { quota } }, sizes: { users: 3 }, workers: 4 },
      [3],
    ],
    [
      'so many that such identities are dealt evenly',
      { scenarios: [closed(10)], pools: { users: { quota } }, sizes: { users: 10 }, workers: 4 },
      [2],
    ],
    [
      'as many as there are workers where identities have no quota',
      { scenarios: [closed(10)], pools: { users: {} }, sizes: { users: 1 }, workers: 4 },
      [4],
    ],
    [
      'as many as there are workers where identities are minted without end',
      { scenarios: [closed(10)], pools: { users: { quota } }, workers: 4 },
      [4],
    ],
    [
      'one without source addresses under a quota by address',
      { scenarios: [closed(10)], pools: { users: { quota: byAddress } }, workers: 4 },
      [1],
    ],
    [
      'no more than source addresses under a quota by address',
      { scenarios: [closed(10)], pools: { users: { quota: byAddress } }, addresses: 2, workers: 4 },
      [2],
    ],
    [
      'as many for all that share a pool with a quota',
      {
        scenarios: [closed(10), closed(2), closed(10, { requests: ['plain'] })],
        pools: { users: { quota } },
        sizes: { users: 100 },
        workers: 4,
      },
      [2, 2, 4],
    ],
    [
      'as many over a chain of pools',
      {
        scenarios: [
          closed(10),
          closed(10, { requests: ['it', 'other'] }),
          closed(1, { requests: ['other'] }),
        ],
        pools: { users: { quota }, others: { quota } },
        sizes: { users: 100, others: 100 },
        workers: 4,
      },
      [1, 1, 1],
    ],
    [
      'not bound by quotas in floods',
      {
        scenarios: [closed(10, { kind: 'flood' })],
        pools: { users: { quota } },
        sizes: { users: 1 },
        workers: 4,
      },
      [4],
    ],
    [
      'bound by all pools that a script might call',
      {
        scenarios: [closed(10, { requests: undefined })],
        scripted: [0],
        pools: { users: { quota } },
        sizes: { users: 2 },
        workers: 4,
      },
      [2],
    ],
    [
      "bound by the script's own pool alone where it has one",
      {
        scenarios: [closed(10, { requests: undefined, identity: 'others' })],
        scripted: [0],
        pools: { users: { quota }, others: {} },
        sizes: { users: 2 },
        workers: 4,
      },
      [4],
    ],
  ])('are %s', (_, given, parts) => {
    expect(dealt(given).parts).toEqual(parts);
  });
});

describe('identities', () => {
  it.each([
    [{ quota }, 100, 2],
    [{}, 100, 4],
    [{}, 3, 3],
    [{}, Number.POSITIVE_INFINITY, 4],
  ])('of a pool %j of %d are dealt out by %d', (users, size, modulus) => {
    const scenarios = [closed(2), closed(10, { requests: ['plain'] })];
    const { pools, workers } = dealt({ scenarios, pools: { users }, sizes: { users: size }, workers: 4 });
    expect(workers).toBe(4);
    expect(pools['users']).toBe(modulus);
  });

  it.each([
    [1, 10],
    [3, 10],
    [4, 3],
  ])('dealt out by %d, all %d are held by somebody, and none by two that differ', (modulus, total) => {
    const numbers = Array.from({ length: modulus }, (_, worker) => {
      const holding = holdingOf(worker, modulus);
      return Array.from({ length: heldOf(holding, total) }, (_, index) => numberAmongAll(holding, index));
    });
    expect(numbers.flat().sort((a, b) => a - b)).toEqual(
      Array.from({ length: total }, (_, number) => number),
    );
  });

  it('without end are held without end', () => {
    expect(heldOf(holdingOf(1, 3), Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
  });
});

function ramp(targets: readonly number[]) {
  const stages = targets.map((target) => ({ target, duration: '1s' }));
  return { executor: 'ramping-vus', startVUs: 0, stages, requests: ['plain'] };
}

function shared(vus: number, iterations: number) {
  return { executor: 'shared-iterations', vus, iterations, requests: ['plain'] };
}
