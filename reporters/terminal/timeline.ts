import type { Report } from '../../src/model/report.ts';
import { count, milliseconds } from '../text/units.ts';
import { padEnd } from './layout.ts';
import type { Page } from './page.ts';

const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

interface Line {
  readonly name: string;
  readonly values: readonly (number | null)[];
  readonly show: (value: number) => string;
}

/** The load second by second as three small charts: stalls and ramps show at a glance. */
export function* timelines(report: Report, page: Page): Generator<string> {
  const seconds = bySecond(report);
  if (seconds.length < 5) return;
  const lines: Line[] = [
    { name: 'requests/s', values: seconds.map((second) => second.requests), show: count },
    { name: 'worst p95', values: seconds.map((second) => second.p95), show: milliseconds },
    { name: 'not ok/s', values: seconds.map((second) => second.notOk), show: count },
  ];
  for (const line of lines) {
    const top = Math.max(...line.values.filter((value) => value !== null), 0);
    if (top === 0) continue;
    const bars = squeeze(line.values, page.width - 34).map((value) => bar(value, top));
    const chart = page.paint(line.name === 'not ok/s' ? 'doubt' : 'accent', bars.join(''));
    yield `   ${page.paint('faint', padEnd(line.name, 10))} ${chart} ${page.paint('faint', `peak ${line.show(top)}`)}`;
  }
}

interface Second {
  readonly requests: number;
  readonly notOk: number;
  /** Of the slowest endpoint: percentiles cannot be merged. */
  readonly p95: number | null;
}

function bySecond(report: Report): Second[] {
  const points = report.series.filter((point) => point.phase === 'load');
  const seconds = Map.groupBy(points, (point) => point.second);
  const known = [...seconds.keys()].sort((a, b) => a - b);
  if (known.length === 0) return [];
  // Long runs keep fewer points, each for several seconds.
  const step = Math.min(
    ...known.slice(1).map((second, at) => second - (known[at] as number)),
    Number.MAX_SAFE_INTEGER,
  );
  const first = known[0] as number;
  const slots = Math.floor((known.at(-1)! - first) / step) + 1;
  return Array.from({ length: slots }, (_, at) => total(seconds.get(first + at * step) ?? [], step));
}

function total(points: Report['series'], step: number): Second {
  let requests = 0;
  let fine = 0;
  let p95: number | null = null;
  for (const point of points) {
    for (const amount of Object.values(point.outcomes)) requests += amount;
    fine += (point.outcomes.ok ?? 0) + (point.outcomes.cut ?? 0);
    if (point.p95 !== null) p95 = Math.max(p95 ?? 0, point.p95);
  }
  return { requests: requests / step, notOk: (requests - fine) / step, p95 };
}

/** As many values as there is room for, each the greatest of those that it stands for: peaks must not get lost. */
function squeeze(values: readonly (number | null)[], room: number): (number | null)[] {
  const per = Math.ceil(values.length / room);
  const groups = Array.from({ length: Math.ceil(values.length / per) }, (_, at) =>
    values.slice(at * per, (at + 1) * per),
  );
  return groups.map((group) =>
    group.reduce((most, value) => (value !== null && (most === null || value > most) ? value : most), null),
  );
}

function bar(value: number | null, top: number): string {
  if (value === null) return ' ';
  return BARS[Math.min(BARS.length - 1, Math.floor((value / top) * BARS.length))] as string;
}
