import { describe, expect, test } from 'vitest';
import { feasibility } from '../../src/gates/feasibility.ts';
import type { BoundGate } from '../../src/gates/requirement.ts';
import { bind } from './windows.ts';

const of = (expression: string, expected: number, sequential = false) =>
  feasibility(bind(expression)[0] as BoundGate, { expected, family: 12, sequential });

describe('requests needed and chances', () => {
  test.each([
    ['rate(5xx) <= 0.5%', 598],
    ['rate(429) <= 1%', 299],
    ['p95(latency) <= 220ms', 59],
    ['availability >= 99.9%', 2995],
    ['rate(success) >= 99.6%', 748],
  ])('%s needs %i', (expression, needed) => {
    expect(of(expression, 100)?.needed).toBe(needed);
    expect(of(expression, needed - 1)?.pass.none).toBe(0);
    expect(of(expression, needed)?.pass.none).toBe(1);
  });

  test('the better the truth, the better the chance', () => {
    const { pass, fail } = of('rate(5xx) <= 0.5%', 5000)!;
    expect(pass.none).toBe(1);
    expect(pass.fifth).toBeGreaterThan(pass.half);
    expect(pass.half).toBeGreaterThan(0.8);
    expect(fail.double).toBeGreaterThan(0.8);
  });

  test('a run that may stop early needs more', () => {
    expect(of('rate(5xx) <= 0.5%', 10_000, true)?.needed).toBeGreaterThan(598);
  });

  test.each([
    'count(5xx) == 0',
    'throughput >= 6/s',
    'signal(db_pool) <= 75%',
    'trend(p99(latency)) stable 10%',
  ])('%s is compared plainly', (expression) => {
    expect(of(expression, 1000)).toBeUndefined();
  });
});
