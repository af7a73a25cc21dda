import { HistogramLogReader, listTags } from 'hdr-histogram-js';
import { expect, test } from 'vitest';
import { HistogramLog } from '../../src/evidence/histogram-log.ts';
import { Histogram } from '../../src/metrics/histogram.ts';
import type { Sample } from '../../src/model/sample.ts';
import type { Window } from '../../src/model/window.ts';
import { STARTED, windowsOf } from './tools.ts';

const samples: Partial<Sample>[] = [
  ...Array.from({ length: 500 }, (_, at) => ({ intended: at * 5, ended: at * 5 + 1 + (at % 97) * 3.7 })),
  { scenario: 'upload', intended: 100, ended: 65_000 },
  { arm: 'baseline', intended: 100, ended: 150 },
  { outcome: '5xx', intended: 100, ended: 9000 },
  { phase: 'warmup', intended: 100, ended: 9000 },
];

test('the standard reader finds every interval, tag and percentile', () => {
  const log = written(windowsOf(...samples));
  expect([...listTags(log)].sort()).toEqual(['baseline.browse', 'browse', 'upload']);
  const intervals = readAll(log);
  expect(intervals.map(({ tag, startTimeStampMsec }) => [tag, startTimeStampMsec - STARTED])).toEqual([
    ['browse', 0],
    ['upload', 0],
    ['baseline.browse', 0],
    ['browse', 1000],
    ['browse', 2000],
  ]);
  const ours = new Histogram();
  const theirs = intervals.filter(({ tag }) => tag === 'browse');
  for (const { intended = 0, ended = 0 } of samples.slice(0, 500)) ours.add((ended - intended) * 1000);
  const [whole, ...rest] = theirs;
  for (const part of rest) whole!.add(part);
  expect(whole!.totalCount).toBe(500);
  for (const percent of [50, 90, 95, 99, 100])
    expect(whole!.getValueAtPercentile(percent)).toBe(ours.percentile(percent));
});

test('supplements join the interval of their second', () => {
  const [first, second] = windowsOf({ intended: 0 }, { intended: 1000 });
  const intervals = readAll(written([first!, second!, first!]));
  expect(intervals.map(({ totalCount }) => totalCount)).toEqual([2, 1]);
});

test('a run without load is a log without intervals', () => {
  const log = written([]);
  expect(readAll(log)).toEqual([]);
  expect(log).toMatch(/^#\[Histogram log format version 1\.3\]\n#\[StartTime: 1769854502\.345 /);
});

function written(windows: readonly Window[]): string {
  let text = '';
  const log = new HistogramLog(STARTED, (line) => {
    text += `${line}\n`;
  });
  for (const window of windows) log.add(window);
  log.end();
  return text;
}

function readAll(log: string) {
  const reader = new HistogramLogReader(log);
  const intervals = [];
  for (let next = reader.nextIntervalHistogram(); next; next = reader.nextIntervalHistogram())
    intervals.push(next);
  return intervals;
}
