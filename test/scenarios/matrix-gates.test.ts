import { describe, type TestContext, test } from 'vitest';
import { checks } from '../../checks/index.ts';
import { DEFECTS, type Defect, rowsFor } from '../../src/demo/defects.ts';
import { type Share, show } from './matrix.ts';
import { PLAN_NAMES } from './plans.ts';

const LIMIT = 180_000;
const SOME: Share = { time: 0.4, rate: 0.3 };
const LONG: Share = { time: 0.8, rate: 0.3 };
const WHOLE: Share = { time: 1, rate: 1 };
/** What changes half-way through the load needs all of it to show. */
const HALF_WAY = ['p99-stable', 'rpc-stable'];

/** In a few seconds the answers before the fault keep it above its bound. */
const SLOW = ['files-throughput'];

/** A reading shows at once, a fault within some seconds. */
function shareOf({ id, primary }: Defect): Share {
  if (HALF_WAY.includes(primary)) return WHOLE;
  if (SLOW.includes(primary)) return LONG;
  return rowsFor(new Set([id]))[0]?.fault ? SOME : { time: 0.05, rate: 0.1 };
}

const ids = new Set(checks.map(({ id }) => id as string));
const shown = DEFECTS.filter(({ primary }) => !ids.has(primary));

/** One row of the matrix: the primary fails, and nothing that is not implied. */
async function row(defect: Defect, { skip, expect }: Pick<TestContext, 'skip' | 'expect'>): Promise<void> {
  const { surprises, busy } = await show(defect.plan, { load: shareOf(defect) }, defect);
  skip(busy !== undefined, busy);
  expect(surprises).toEqual([]);
}

const isTrend = ({ primary }: Defect) => HALF_WAY.includes(primary);

// First and by themselves: a small change of a percentile drowns in the noise of seven other loads.
describe('trends', { timeout: LIMIT }, () => {
  test.concurrent.for(shown.filter(isTrend))('$id', row);
});

describe('gates and triggers', { timeout: LIMIT }, () => {
  test.concurrent.for(PLAN_NAMES)('%s: the correct service fails none', async (plan, { skip, expect }) => {
    const { surprises, busy } = await show(plan, { load: SOME });
    skip(busy !== undefined, busy);
    expect(surprises).toEqual([]);
  });

  test.concurrent.for(shown.filter((defect) => !isTrend(defect)))('$id', row);
});
