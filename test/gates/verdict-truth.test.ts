import { describe, expect, test } from 'vitest';
import { createRandom } from '../../bench/verdict/random.ts';
import { type Counts, GATES, MODES, simulate } from '../../bench/verdict/simulate.ts';
import { TRUTHS } from '../../bench/verdict/truths.ts';
import { decision, fold, results, start } from '../../src/gates/evaluate.ts';
import { binomialCdf } from '../../src/stats/binomial.ts';
import { addRequests, openProportion, provenAbove, provenWithin } from '../../src/stats/proportion.ts';
import { bind, seconds, windowOf } from './windows.ts';

// `npm run bench:verdict` shows the same on 10,000 runs each; here a seeded few, with slack for their small number.
const RUNS = 150;
const base = { runs: RUNS, seconds: 300, minSeconds: 60, seed: 20_261 };

/** The most that chance alone would show, in all but one of ten thousand repetitions, of something as rare as `rate`. */
function slack(rate: number, runs: number): number {
  let most = 0;
  while (binomialCdf(most, runs, rate) < 1 - 1e-4) most += 1;
  return most;
}

const cases = Object.keys(TRUTHS).flatMap((truth) => MODES.map((mode) => ({ truth, mode })));

describe.each(cases)('$truth, $mode, exactly as bad as allowed', ({ truth, mode }) => {
  const counts: Counts = simulate({ ...base, mode, factor: 1, truth: TRUTHS[truth]! });

  test('no gate is falsely passed in more than 5 % of runs', () => {
    expect(Math.max(...counts.pass)).toBeLessThanOrEqual(slack(0.05, RUNS));
  });

  test('in no more than 5 % of runs any of twelve gates falsely fails', () => {
    expect(counts.anyFail).toBeLessThanOrEqual(slack(0.05, RUNS));
  });
});

describe.each(MODES)('independent requests, %s', (mode) => {
  const counted = (factor: number) =>
    simulate({ ...base, runs: 40, mode, factor, truth: TRUTHS.independent! });
  const all = 40 * GATES.length;
  const total = (list: readonly number[]) => list.reduce((sum, count) => sum + count, 0);

  test('half as bad as allowed mostly passes', () => {
    expect(total(counted(0.5).pass) / all).toBeGreaterThan(0.8);
  });

  test('twice as bad as allowed nearly always fails', () => {
    expect(total(counted(2).fail) / all).toBeGreaterThan(0.9);
  });
});

test('a real fold judges as the simulation does', () => {
  const random = createRandom(3);
  const gates = bind('rate(5xx) <= 1%');
  const options = { proof: '95%', until: 'conclusive', minDuration: 20_000 } as const;
  for (let run = 0; run < 20; run += 1) {
    const state = start(gates, options);
    const memory = openProportion();
    for (let second = 0; second < 40; second += 1) {
      const bad = random.binomial(200, 0.004 * (run % 8));
      addRequests(memory, 0.01, 200, bad);
      fold(
        state,
        windowOf(second, [
          { outcome: 'ok', count: 200 - bad },
          { outcome: '5xx', count: bad },
        ]),
      );
    }
    const rule = { bound: 0.01, alpha: 0.05, family: 1, sequential: true, final: true };
    const expected = provenAbove(memory, rule)
      ? 'fail'
      : provenWithin(memory, rule)
        ? 'pass'
        : 'inconclusive';
    expect(results(state, { final: true })[0]?.state).toBe(expected);
  }
});

test('an early pass is not undone while the run winds down', () => {
  const state = start(bind('rate(5xx) <= 1%'), { proof: '95%', until: 'conclusive', minDuration: 5000 });
  for (const window of seconds(200, [{ outcome: 'ok', count: 99 }])) {
    fold(state, window);
    if (decision(state) === 'pass') break;
  }
  fold(
    state,
    windowOf(state.last + 1, [
      { outcome: 'ok', count: 98 },
      { outcome: '5xx', count: 1 },
    ]),
  );
  expect(results(state, { final: true })[0]?.state).toBe('pass');
});
