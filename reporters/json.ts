import { Report } from '../src/model/report.ts';
import type { Reporter } from '../src/model/reporter.ts';

/** `report.json`: the whole report, checked against its schema before it is written. */
export const json: Reporter = {
  id: 'json',
  title: 'the whole report as JSON, by the schema canary-gate/report@1',
  file: 'report.json',
  *render(report) {
    const { series, ...rest } = Report.parse(report);
    const [head, tail] = JSON.stringify({ ...rest, series: [] }, null, 2).split(SERIES);
    yield escaped(head as string);
    if (series.length === 0) yield '\n  "series": []';
    else yield* points(series);
    yield `${escaped(tail ?? '')}\n`;
  },
};

/** Only a key of the report itself has two spaces before it. */
const SERIES = /\n {2}"series": \[\]/;

/** A point a line: indented like the rest they would be most of the file. */
function* points(series: Report['series']): Generator<string> {
  yield '\n  "series": [\n';
  for (const [at, point] of series.entries())
    yield `    ${escaped(JSON.stringify(point))}${at < series.length - 1 ? ',' : ''}\n`;
  yield '  ]';
}

/** Controls beyond ASCII and marks that turn text around are legal in JSON, but not harmless on a terminal. */
function escaped(text: string): string {
  return text.replace(
    /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
