import { expect, test } from 'vitest';
import { Scenario } from '../../src/model/scenario.ts';
import { peakOverlap, timeline } from '../../src/plan/timeline.ts';

const scenario = (name: string, more: object) => ({
  name,
  spec: Scenario.parse({ executor: 'constant-vus', vus: 1, duration: '10s', ...more }),
});

test('scenarios start together, later, or one after the other', () => {
  const spans = timeline([
    scenario('a', {}),
    scenario('b', { startTime: '2s' }),
    scenario('c', { after: 'b', startTime: '1s' }),
  ]);
  expect(spans.map(({ name, start, end }) => [name, start, end])).toEqual([
    ['a', 0, 10_000],
    ['b', 2000, 12_000],
    ['c', 13_000, 23_000],
  ]);
});

test('an endless order ends all the same', () => {
  expect(timeline([scenario('a', { after: 'b' }), scenario('b', { after: 'a' })])).toHaveLength(2);
});

test('the peak counts what overlaps', () => {
  const spans = [
    { start: 0, end: 10, value: 3 },
    { start: 5, end: 15, value: 4 },
    { start: 10, end: 20, value: 5 },
  ];
  expect(peakOverlap(spans)).toBe(9);
  expect(peakOverlap([])).toBe(0);
});
