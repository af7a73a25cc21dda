import { describe, expect, it } from 'vitest';
import { groupsOf } from '../../../src/engines/k6/groups.ts';
import { mostUsers, optionsOf } from '../../../src/engines/k6/options.ts';
import { argumentsOf } from '../../../src/engines/k6/surroundings.ts';
import type { LoadScenario } from '../../../src/model/engine.ts';
import { Scenario, type ScenarioInput } from '../../../src/model/scenario.ts';
import { Target } from '../../../src/model/target.ts';

const named = (name: string, spec: ScenarioInput): LoadScenario => ({ name, spec: Scenario.parse(spec) });
const iterations = { executor: 'shared-iterations', vus: 2, iterations: 3, maxDuration: '10s' } as const;

const rows: readonly (readonly [ScenarioInput, object, number])[] = [
  [
    { executor: 'constant-arrival-rate', rate: 10, duration: '5s', preAllocatedVUs: 3, maxVUs: 9 },
    { rate: 10, timeUnit: '1000ms', duration: '5000ms', preAllocatedVUs: 3, maxVUs: 9 },
    9,
  ],
  [
    { executor: 'constant-arrival-rate', rate: 0.5, timeUnit: '3s', duration: '500ms', preAllocatedVUs: 3 },
    { rate: 5, timeUnit: '30000ms', duration: '1000ms', preAllocatedVUs: 3, maxVUs: 3 },
    3,
  ],
  [
    {
      executor: 'ramping-arrival-rate',
      startRate: 2.25,
      stages: [{ target: 4, duration: '2s' }],
      preAllocatedVUs: 1,
    },
    { startRate: 225, timeUnit: '100000ms', stages: [{ target: 400, duration: '2000ms' }] },
    1,
  ],
  [{ executor: 'constant-vus', vus: 4, duration: '2s' }, { vus: 4, duration: '2000ms' }, 4],
  [
    { executor: 'ramping-vus', startVUs: 0, stages: [{ target: 6.6, duration: '2s' }], gracefulStop: '1s' },
    {
      startVUs: 0,
      stages: [{ target: 7, duration: '2000ms' }],
      gracefulStop: '6000ms',
      gracefulRampDown: '6000ms',
    },
    7,
  ],
  [iterations, { vus: 2, iterations: 3, maxDuration: '10000ms' }, 2],
  [
    { ...iterations, executor: 'per-vu-iterations', startTime: '1s' },
    { startTime: '1000ms', iterations: 3 },
    2,
  ],
];

describe('options for k6', () => {
  it.each(rows)('%j', (input, fields, users) => {
    const target = Target.parse({ url: 'http://127.0.0.1' });
    const { scenarios, ...rest } = optionsOf(target, { main: named('main', input) });
    expect(scenarios['main']).toMatchObject({ executor: input.executor, exec: 'iterate', ...fields });
    expect(rest).not.toHaveProperty('thresholds');
    expect(rest['systemTags']).toEqual(['scenario']);
    expect(mostUsers(Scenario.parse(input))).toBe(users);
  });

  it.each([
    [{ connection: { maxRequests: 1 } }, { noConnectionReuse: true }],
    [{ tls: { insecure: true } }, { insecureSkipTLSVerify: true }],
    [{ reach: { resolve: '10.0.0.1' } }, { hosts: { 'shop.test': '10.0.0.1' } }],
  ])('of the target %j are %j', (target, options) => {
    const parsed = Target.parse({ url: 'https://shop.test/api', ...target });
    expect(optionsOf(parsed, {})).toMatchObject(options);
  });

  it.each([
    [1, 5],
    [2, 8],
    [3, 9],
    [100, 20],
  ])('give %i instances %i virtual users to begin with', (instances, preAllocatedVUs) => {
    const crew = { preAllocatedVUs: 5, maxVUs: 20 };
    const input = { executor: 'constant-arrival-rate', rate: 20, duration: '5s', ...crew } as const;
    const { scenarios } = optionsOf(
      Target.parse({ url: 'http://127.0.0.1' }),
      { main: named('main', input) },
      {},
      instances,
    );
    expect(scenarios['main']).toMatchObject({ preAllocatedVUs, maxVUs: 20 });
  });

  it.each([
    [1, 0, 1, ['--no-summary']],
    [2, 0, 1, ['--summary-mode=disabled']],
    [2, 0, 3, ['--execution-segment=0:1/3', '--execution-segment-sequence=0,1/3,2/3,1']],
    [2, 2, 3, ['--execution-segment=2/3:1', '--execution-segment-sequence=0,1/3,2/3,1']],
  ])('on the command line of v%i, part %i of %i: %j', (major, index, of, wanted) => {
    const args = argumentsOf({ version: { major, text: '' } }, 'a.js', { index, of }, [
      '127.0.0.2',
      '127.0.0.3',
    ]);
    expect(args).toEqual(
      expect.arrayContaining([
        ...wanted,
        '--no-thresholds',
        '--no-usage-report',
        '--out=json',
        '--local-ips=127.0.0.2,127.0.0.3',
      ]),
    );
    expect(args.at(-1)).toBe('a.js');
  });
});

describe('groups of scenarios', () => {
  it('keep those that wait, and those that are waited for, in processes of their own', () => {
    const scenarios = [
      named('a', iterations),
      named('b', { ...iterations, after: 'a' }),
      named('c', iterations),
      named('d', { ...iterations, after: 'b' }),
      named('e', { ...iterations, after: 'unknown' }),
      named('f', { ...iterations, kind: 'flood' }),
    ];
    const groups = groupsOf(scenarios).map(({ scenarios: each, after }) => [
      each.map(({ name }) => name).join(),
      after,
    ]);
    expect(groups).toEqual([
      ['c,e', undefined],
      ['f', undefined],
      ['a', undefined],
      ['b', 'a'],
      ['d', 'b'],
    ]);
  });
});
