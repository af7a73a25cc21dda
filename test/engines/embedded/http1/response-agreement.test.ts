import { expect, test } from 'vitest';
import { runTask } from '../../../../bench/parser/run.ts';

const CASES = 3_000;

test('the parser agrees with node:http on answers that a seeded generator wrote and spoiled', async () => {
  const { kinds, disagreements } = await runTask({ seed: 20_260_101, from: 0, to: CASES });
  expect(disagreements).toEqual([]);
  // The generator has reached what there is to agree on.
  const faults = new Set(Object.keys(kinds).map((kind) => kind.split(': ')[1]));
  expect(kinds.accepted).toBeGreaterThan(CASES / 4);
  for (const fault of FAULTS) expect(faults).toContain(fault);
});

/** All but those of limits that `node:http` does not have. */
const FAULTS = [
  'malformed-status-line',
  'malformed-header',
  'head-too-large',
  'bad-content-length',
  'bad-transfer-coding',
  'conflicting-lengths',
  'unexpected-upgrade',
  'closing-interim',
  'bad-chunk',
  'malformed-trailer',
  'truncated',
];
