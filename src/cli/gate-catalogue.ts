import { COUNTS, type Metric, PERCENTILE_TIMINGS, RATES } from '../gates/ast.ts';

interface GateMetric {
  readonly metric: string;
  readonly of: readonly string[];
  readonly units: readonly string[];
  readonly title: string;
  readonly example: string;
}

/** One entry for each kind of metric that the grammar knows: a new kind does not compile without one. */
const BY_KIND: Readonly<Record<Metric['kind'], GateMetric>> = {
  percentile: {
    metric: 'p<number>(...)',
    of: [...PERCENTILE_TIMINGS, '<custom metric>'],
    units: ['ms', 's'],
    title: 'Percentile of a timing; failures count as slower than any bound',
    example: 'p95(latency){endpoint=contacts} <= 220ms',
  },
  rate: {
    metric: 'rate(...)',
    of: RATES,
    units: ['%'],
    title: 'Share of the attempts; 429s are left out, except for rate(429)',
    example: 'rate(5xx) <= 0.5%',
  },
  availability: {
    metric: 'availability',
    of: [],
    units: ['%'],
    title: 'Share of attempts without 5xx, network error, timeout or drop',
    example: 'availability >= 99.9%',
  },
  count: {
    metric: 'count(...)',
    of: COUNTS,
    units: [''],
    title: 'Number of requests, compared plainly',
    example: 'count(5xx) == 0',
  },
  throughput: {
    metric: 'throughput',
    of: [],
    units: ['/s', '/min'],
    title: 'Right answers per time',
    example: 'throughput{endpoint=files} >= 6/s',
  },
  signal: {
    metric: 'signal(<name>)',
    of: [],
    units: ['%', 'ms', 's', ''],
    title: 'Reading from outside',
    example: 'signal(db_pool) <= 75%',
  },
  trend: {
    metric: 'trend(p<number>(...))',
    of: PERCENTILE_TIMINGS,
    units: ['%'],
    title: 'The second half of the load is not slower than the first by more than the margin',
    example: 'trend(p99(latency)) stable 10%',
  },
  burn: {
    metric: 'burn(availability, <slo>, <period>)[<long>,<short>]',
    of: [],
    units: [''],
    title: 'Speed at which an error budget is used up',
    example: 'burn(availability, 99.9%, 30d)[1h,5m] > 14.4 -> rollback',
  },
};

/** The metrics of the gate grammar. */
export const GATE_METRICS: readonly GateMetric[] = Object.values(BY_KIND);
