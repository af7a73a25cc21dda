import { didYouMean } from '../model/suggest.ts';
import { quote } from '../model/text.ts';
import {
  COUNTS,
  type CountName,
  type Metric,
  PERCENTILE_TIMINGS,
  type Percentile,
  type PercentileTiming,
  RATES,
  type RateName,
} from './ast.ts';
import type { Cursor } from './cursor.ts';

const PERCENTILE = /^p(\d+(?:\.\d+)?)$/;
const ALLOWED =
  'p95(latency), rate(5xx), availability, count(5xx), throughput, signal(name), trend(p99(latency)), burn(availability, 99.9%, 30d)';

const METRICS: Readonly<Record<string, (cursor: Cursor) => Metric>> = {
  rate: (cursor) => ({
    kind: 'rate',
    of: inParentheses(cursor, () => oneOf(cursor, 'rate', RATES)) as RateName,
  }),
  count: (cursor) => ({
    kind: 'count',
    of: inParentheses(cursor, () => oneOf(cursor, 'count', COUNTS)) as CountName,
  }),
  availability: () => ({ kind: 'availability' }),
  throughput: () => ({ kind: 'throughput' }),
  signal: (cursor) => ({
    kind: 'signal',
    name: inParentheses(cursor, () => cursor.word('the name of the signal')),
  }),
  trend: (cursor) => ({ kind: 'trend', of: inParentheses(cursor, () => percentileOf(cursor)) }),
  burn: (cursor) => inParentheses(cursor, () => burnOf(cursor)),
};

/** Reads the metric at the start of an expression. */
export function parseMetric(cursor: Cursor): Metric {
  const word = cursor.peekWord();
  if (PERCENTILE.test(word)) return percentileOf(cursor);
  const read = Object.hasOwn(METRICS, word) ? METRICS[word] : undefined;
  if (!read) {
    const message =
      word === ''
        ? 'a metric is missing'
        : `${quote(word)} is no metric.${didYouMean(word, Object.keys(METRICS))}`;
    cursor.fail(message, ALLOWED);
  }
  cursor.word('a metric');
  return read(cursor);
}

function percentileOf(cursor: Cursor): Percentile {
  const position = cursor.position;
  const word = cursor.word('a percentile', 'p95(latency)');
  const percent = Number(PERCENTILE.exec(word)?.[1]);
  if (!(percent > 0 && percent < 100))
    cursor.fail(`${quote(word)} is no percentile`, 'p50, p95, p99, p99.9: above p0 and below p100', position);
  const of = inParentheses(cursor, () =>
    cursor.word('what the percentile is of', PERCENTILE_TIMINGS.join(', ')),
  );
  const timing = PERCENTILE_TIMINGS.find((name) => name === of);
  // Whole ten-thousandths: 0.999 and not 0.9990000000000001.
  const quantile = Number((percent / 100).toFixed(8));
  return {
    kind: 'percentile',
    quantile,
    of: timing ? { timing: timing as PercentileTiming } : { custom: of },
  };
}

function burnOf(cursor: Cursor): Metric {
  const of = oneOf(cursor, 'burn', ['availability']);
  cursor.expect(',', `after ${of}`);
  const position = cursor.position;
  const { value, unit } = cursor.number('the objective', 'a percentage such as 99.9%');
  if (unit !== '%' || value <= 0 || value >= 100)
    cursor.fail('the objective is a percentage above 0 and below 100', '99.9%', position);
  cursor.expect(',', 'after the objective');
  const period = cursor.duration('the period of the objective');
  return { kind: 'burn', slo: Number((value / 100).toFixed(8)), period, long: 0, short: 0 };
}

function inParentheses<T>(cursor: Cursor, read: () => T): T {
  cursor.expect('(', 'before what the metric is of');
  const value = read();
  cursor.expect(')', 'after what the metric is of');
  return value;
}

function oneOf(cursor: Cursor, metric: string, names: readonly string[]): string {
  const position = cursor.position;
  const word = cursor.word(`what ${metric}() is of`, names.join(', '));
  if (!names.includes(word))
    cursor.fail(`${metric}(${word}) does not exist.${didYouMean(word, names)}`, names.join(', '), position);
  return word;
}
