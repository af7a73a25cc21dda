import { describe, expect, test } from 'vitest';
import { GateSyntaxError } from '../../src/gates/ast.ts';
import { parseGate } from '../../src/gates/parse.ts';

const latency = { kind: 'percentile', quantile: 0.95, of: { timing: 'latency' } };
const compare = (comparator: string, value: number, unit: string) => ({
  kind: 'compare',
  comparator,
  value,
  unit,
});

describe('what can be said', () => {
  test.each([
    ['p95(latency) <= 220ms', { metric: latency, condition: compare('<=', 220, 'ms') }],
    ['  p95 ( latency )<=220ms  ', { metric: latency, condition: compare('<=', 220, 'ms') }],
    [
      'p99.9(service) < 1.5s',
      {
        metric: { kind: 'percentile', quantile: 0.999, of: { timing: 'service' } },
        condition: compare('<', 1.5, 's'),
      },
    ],
    ['p95(cart_size) <= 40', { metric: { kind: 'percentile', quantile: 0.95, of: { custom: 'cart_size' } } }],
    ['rate(5xx) <= 0.5%', { metric: { kind: 'rate', of: '5xx' }, condition: compare('<=', 0.5, '%') }],
    ['availability >= 99.9%', { metric: { kind: 'availability' } }],
    ['p95(latency){endpoint=contacts} < 300ms', { selector: { endpoint: 'contacts' } }],
    ['rate(429){scenario=browse, class=public} <= 1%', { selector: { scenario: 'browse', class: 'public' } }],
    ['count(5xx) == 0', { metric: { kind: 'count', of: '5xx' }, condition: compare('==', 0, '') }],
    ['rate(success){endpoint="signed-url"} > 99.5%', { selector: { endpoint: 'signed-url' } }],
    [
      'throughput{endpoint=files} >= 6/s',
      { metric: { kind: 'throughput' }, condition: compare('>=', 6, '/s') },
    ],
    ['throughput >= 120/min', { condition: compare('>=', 120, '/min') }],
    ['signal(db_pool) <= 75%', { metric: { kind: 'signal', name: 'db_pool' } }],
    ['signal(drift) >= -3', { condition: compare('>=', -3, '') }],
    [
      'trend(p99(latency)) stable 10%',
      { metric: { kind: 'trend' }, condition: { kind: 'stable', margin: 0.1 } },
    ],
    ['trend(p99(latency)) stable 10% or 20ms', { condition: { kind: 'stable', margin: 0.1, tolerance: 20 } }],
    [
      'p95(latency)[1m] > 250ms for 10m -> rollback',
      { window: { length: 60_000 }, for: 600_000, action: 'rollback' },
    ],
    ['p95(latency)[1m:5s] <= 250ms', { window: { length: 60_000, step: 5000 } }],
    [
      'burn(availability, 99.9%, 30d)[1h,5m] > 14.4 -> rollback',
      { metric: { kind: 'burn', slo: 0.999, period: 2_592_000_000, long: 3_600_000, short: 300_000 } },
    ],
    ['signal(cross_tenant) > 0 -> security', { action: 'security' }],
  ])('%s', (source, expected) => {
    expect(parseGate(source)).toMatchObject({ source, ...expected });
  });
});

describe('what cannot, with the place and what could', () => {
  test.each([
    ['', 0, /metric is missing/, /p95\(latency\)/],
    ['throughputs >= 6/s', 0, /Did you mean "throughput"/, /throughput/],
    ['rate(5x) <= 1%', 5, /Did you mean "5xx"/, /timeout/],
    ['p100(latency) <= 1s', 0, /no percentile/, /p99.9/],
    ['p95 latency <= 1s', 4, /"\(" is missing/, /\(/],
    ['p95(latency) 220ms', 13, /comparison is missing/, /<=/],
    ['p95(latency) <= fast', 16, /"fast"/, /220ms/],
    ['p95(latency) <= 220 parsecs', 20, /left over/, /-> rollback/],
    ['p95(latency){endpont=x} < 1ms', 13, /Did you mean "endpoint"/, /scenario/],
    ['p95(latency){endpoint=x,endpoint=y} < 1ms', 24, /twice/, undefined],
    ['p95(latency){endpoint=x < 1ms', 24, /"}" is missing/, /}/],
    ['p95(latency)[1x] < 1ms', 13, /window is missing or no duration/, /1m/],
    ['p95(latency) < 1ms for', 22, /expression ends here/, /30s/],
    ['p95(latency) > 1ms -> rollbak', 22, /Did you mean "rollback"/, /security/],
    ['burn(availability, 99.9%, 30d) > 14.4', 31, /long and a short window/, undefined],
    ['burn(availability, 0.999, 30d)[1h,5m] > 14.4', 19, /percentage/, /99.9%/],
    ['trend(p99(latency)) stable 10', 27, /percentage/, /10%/],
    ['p95(latency) <= 1ms; rm -rf \u001b[31m', 19, /left over/, undefined],
  ])('%s', (source, position, message, allowed) => {
    const error = errorOf(source);
    expect(error.position).toBe(position);
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('\u001b');
    if (allowed) expect(error.allowed).toMatch(allowed);
  });
});

function errorOf(source: string): GateSyntaxError {
  try {
    parseGate(source);
  } catch (error) {
    if (error instanceof GateSyntaxError) return error;
    throw error;
  }
  throw new Error(`${source} was parsed`);
}
