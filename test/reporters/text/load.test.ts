import { describe, expect, test } from 'vitest';
import { markdown } from '../../../reporters/markdown.ts';
import { columns } from '../../../reporters/terminal/layout.ts';
import { terminal } from '../../../reporters/terminal.ts';
import type { ScenarioReport } from '../../../src/model/report.ts';
import { makeReport, makeScenario } from '../fixture.ts';
import { rendered } from '../golden.ts';

type From = ScenarioReport['latencyFrom'];
const INTENDED = 'latency in ms, from the intended start';
const SERVICE = 'latency = service, in ms';
const PARTLY = 'latency in ms, in part = service';

const reportOf = (all: readonly From[]) =>
  makeReport({
    load: {
      seconds: 1234.5,
      scenarios: all.map((latencyFrom) => makeScenario(latencyFrom ? { latencyFrom } : {})),
    },
  });

describe.each([
  [[undefined], INTENDED],
  [['actual'], SERVICE],
  [['mixed'], PARTLY],
  [['actual', 'actual'], SERVICE],
  [['actual', undefined], PARTLY],
  [['mixed', undefined], PARTLY],
] as const)('scenarios whose latency is from %j', (all, title) => {
  test.each([terminal, markdown])('have one title in $id', (reporter) => {
    const text = rendered(reporter, reportOf(all));
    const found = [INTENDED, SERVICE, PARTLY].filter((each) => text.includes(each));
    expect(found).toEqual([title]);
    const remarks = all.filter((from) => from === 'mixed').length;
    expect(text.split('latency = service in part').length - 1).toBe(remarks);
  });

  test('fit a narrow terminal', () => {
    const long = rendered(terminal, reportOf(all), false, 60)
      .split('\n')
      .filter((line) => columns(line) > 60 && !line.includes('  canary-gate '));
    expect(long).toEqual([]);
  });
});
