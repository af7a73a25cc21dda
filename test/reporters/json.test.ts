import { describe, expect, test } from 'vitest';
import { json } from '../../reporters/json.ts';
import { Report } from '../../src/model/report.ts';
import { makeReport } from './fixture.ts';
import { rendered } from './golden.ts';
import { HOSTILE, poisoned } from './hostile.ts';
import { failing, inconclusive } from './variants.ts';

describe('the JSON report', () => {
  test.each(Object.entries({ pass: makeReport(), fail: failing(), inconclusive: inconclusive() }))(
    'gives back the whole report (%s)',
    (_, report) => {
      const back = JSON.parse(rendered(json, report));
      expect(back).toEqual(report);
      expect(Report.parse(back)).toEqual(report);
    },
  );

  test('keeps a point of the series to a line', () => {
    const lines = rendered(json, makeReport()).split('\n');
    expect(lines.filter((line) => line.startsWith('    {"second":')).length).toBe(25);
  });

  test('refuses to write what is not by the schema', () => {
    const wrong = { ...makeReport(), exitCode: Number.NaN };
    expect(() => rendered(json, wrong)).toThrow(/exitCode/);
  });

  test.each(HOSTILE)('gives back what a hostile target said: %s', (_, text) => {
    const report = poisoned(text);
    const shown = rendered(json, report);
    expect(JSON.parse(shown)).toEqual(report);
    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e]/);
  });

  test('is not confused by text that looks like its own key', () => {
    const report = makeReport({ notes: ['\n  "series": []', '  "series": []'] });
    expect(JSON.parse(rendered(json, report))).toEqual(report);
  });
});
