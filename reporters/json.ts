import { Report } from '../src/model/report.ts';
import type { Reporter } from '../src/model/reporter.ts';
import { harmlessJson } from './text/json.ts';

/** `report.json`: the whole report, checked against its schema before it is written. */
export const json: Reporter = {
  id: 'json',
  title: 'the whole report as JSON, by the schema canary-gate/report@1',
  file: 'report.json',
  *render(report) {
    const { series, ...rest } = Report.parse(report);
    const [head, tail] = JSON.stringify({ ...rest, series: [] }, null, 2).split(SERIES);
    yield harmlessJson(head as string);
    if (series.length === 0) yield '\n  "series": []';
    else yield* points(series);
    yield `${harmlessJson(tail ?? '')}\n`;
  },
};

/** Only a key of the report itself has two spaces before it. */
const SERIES = /\n {2}"series": \[\]/;

/** A point a line: indented like the rest they would be most of the file. */
function* points(series: Report['series']): Generator<string> {
  yield '\n  "series": [\n';
  for (const [at, point] of series.entries())
    yield `    ${harmlessJson(JSON.stringify(point))}${at < series.length - 1 ? ',' : ''}\n`;
  yield '  ]';
}
