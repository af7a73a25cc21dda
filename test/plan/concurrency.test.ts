import { expect, test } from 'vitest';
import { parseGate } from '../../src/gates/parse.ts';
import { Scenario } from '../../src/model/scenario.ts';
import { concurrencyProblems } from '../../src/plan/concurrency.ts';

function needed(more: object, gates: readonly string[]): string[] {
  const spec = Scenario.parse({
    executor: 'constant-arrival-rate',
    rate: 200,
    duration: '10s',
    preAllocatedVUs: 10,
    requests: ['a', 'b'],
    ...more,
  });
  return concurrencyProblems([{ name: 's', spec }], gates.map(parseGate)).map(
    ({ path, allowed }) => `${path}: ${allowed}`,
  );
}

test.each([
  [{}, ['p95(latency) <= 220ms'], ['scenarios.s.preAllocatedVUs: maxVUs of 44 or more']],
  [{ maxVUs: 43 }, ['p95(latency) <= 220ms'], ['scenarios.s.maxVUs: maxVUs of 44 or more']],
  [{ maxVUs: 44 }, ['p95(latency) <= 220ms'], []],
  [{}, [], []],
  [{}, ['p95(service) <= 220ms', 'rate(5xx) <= 1%'], []],
  [{}, ['p95(latency){endpoint=a} <= 1s'], ['scenarios.s.preAllocatedVUs: maxVUs of 100 or more']],
  [{}, ['p95(latency){scenario=other} <= 1s'], []],
  [{ kind: 'flood' }, ['p95(latency) <= 220ms'], []],
  [{ rate: 12_000, timeUnit: '1m' }, ['p95(latency) <= 40ms'], []],
  [{ requests: undefined }, ['p95(latency) <= 100ms'], ['scenarios.s.preAllocatedVUs: maxVUs of 20 or more']],
])('%j under %j', (more, gates, expected) => {
  expect(needed(more, gates)).toEqual(expected);
});
