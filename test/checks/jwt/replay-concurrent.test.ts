import { expect, test } from 'vitest';
import { replayConcurrent } from '../../../checks/jwt/replay-concurrent.ts';
import { runOne } from '../run.ts';
import { keyOf, limitedAfter, once, startReplay, suite, type Use } from './replay-service.ts';

const pause = (milliseconds = 100) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const AGAIN = Number.POSITIVE_INFINITY;

suite(replayConcurrent, {
  'fails when the store looks first and writes later': {
    outcome: 'fail',
    severity: 'high',
    use: async (use) => {
      if (use.seen.has(keyOf(use))) return 401;
      await pause();
      return once()(use) === true || true;
    },
  },
  'fails when now and then a second one gets through': {
    outcome: 'fail',
    // Instances that copy to one another: the first two uses of a token meet two of them.
    use: (use) => {
      const count = (use.seen.get(keyOf(use)) ?? 0) + 1;
      use.seen.set(keyOf(use), count);
      return count <= 2 ? true : 401;
    },
  },
  'is milder when nobody wins': {
    outcome: 'fail',
    severity: 'medium',
    use: nobody,
  },
  'leaves it open when a limiter answers all but the first': {
    outcome: 'inconclusive',
    use: once(keyOf, 10, 429),
  },
  'leaves it open when a lock makes the others fail': { outcome: 'inconclusive', use: once(keyOf, 10, 503) },
  'leaves it open when a limiter turns all that come at once away': {
    outcome: 'inconclusive',
    use: crowded(),
  },
  'leaves it open when a limiter answers': { outcome: 'inconclusive', before: limitedAfter(3) },
});

test('a limiter that counts every use is left alone after two rounds into it', async () => {
  let asked = 0;
  const service = await startReplay({
    before: () => {
      asked += 1;
      return asked > 6 ? 429 : undefined;
    },
  });
  try {
    const finding = await runOne(replayConcurrent, { ...service, profile: 'deep' });
    expect(finding.outcome).toBe('inconclusive');
    // Two rounds of twenty, the late use of each, and controls.
    expect(asked).toBeLessThanOrEqual(60);
  } finally {
    await service.close();
  }
});

/** Withdraws what two use at once. */
async function nobody(use: Use): Promise<true | number> {
  const uses = (use.seen.get(keyOf(use)) ?? 0) + 1;
  use.seen.set(keyOf(use), uses);
  await pause();
  return use.seen.get(keyOf(use)) === 1 ? true : use.seen.set(keyOf(use), AGAIN) && 401;
}

/** Turns away, by 403, a crowd: as many as the check sends at once. Uses no token up for that. */
function crowded(): (use: Use) => true | number {
  const come = new Map<string, number>();
  return (use) => {
    const number = (come.get(keyOf(use)) ?? 0) + 1;
    come.set(keyOf(use), number);
    return number <= 10 ? 403 : once()(use) === true || 401;
  };
}
