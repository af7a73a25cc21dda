import { expect, test } from 'vitest';
import type { GateResult } from '../../src/model/gate.ts';
import { withGaps } from '../../src/run/gaps.ts';
import { burst, load, page } from './harness.ts';

const MISSING = [{ code: 'missing_instance', text: 'instance 2 of 3: it was ended by SIGKILL' }] as const;

test.each([
  ['throughput >= 90/s', 'fail', 'inconclusive'],
  ['throughput >= 90/s', 'pass', 'pass'],
  ['count(ok) >= 5000', 'fail', 'inconclusive'],
  ['count(ok) == 5000', 'fail', 'inconclusive'],
  ['count(5xx) <= 5', 'fail', 'fail'],
  ['rate(5xx) <= 1%', 'fail', 'fail'],
  ['p95(latency) <= 100ms', 'fail', 'fail'],
] as const)('%s that ended %s is %s where part of the load is missing', async (gate, state, wanted) => {
  const { gates } = await load({
    targets: { canary: { url: 'http://127.0.0.1:1' } },
    endpoints: page,
    scenarios: { main: burst(1000) },
    gates: [gate],
  });
  const results = [{ state, message: 'so it is' } as GateResult];
  expect(withGaps(results, gates, MISSING)[0]?.state).toBe(wanted);
  expect(withGaps(results, gates)).toBe(results);
});
