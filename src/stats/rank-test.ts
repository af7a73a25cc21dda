import { normalCdf } from './normal.ts';

export interface RankTest {
  /** Mann-Whitney U of the first sample. */
  readonly u: number;
  /** Tie-corrected standard deviation of U. */
  readonly sigma: number;
  readonly pTwoSided: number;
  /** Alternative: the first sample tends to be greater. */
  readonly pGreater: number;
  /** Hodges-Lehmann estimate of the shift: the median of all pairwise differences. */
  readonly shift: number;
  /** Vargha-Delaney A: chance that a value of the first sample is greater, ties half. */
  readonly a12: number;
}

/** Mann-Whitney test with average ranks, ties and a continuity correction (asymptotic; both samples non-empty). */
export function rankTest(x: readonly number[], y: readonly number[]): RankTest {
  const [n, m] = [x.length, y.length];
  const { rankSum, ties } = rank(x, y);
  const u = rankSum - (n * (n + 1)) / 2;
  const size = n + m;
  const sigma = Math.sqrt(((n * m) / 12) * (size + 1 - ties / (size * (size - 1))));
  const distance = u - (n * m) / 2;
  return {
    u,
    sigma,
    pGreater: sigma === 0 ? 1 : 1 - normalCdf((distance - 0.5) / sigma),
    pTwoSided: sigma === 0 ? 1 : Math.min(1, 2 * (1 - normalCdf((Math.abs(distance) - 0.5) / sigma))),
    shift: medianDifference(x, y),
    a12: u / (n * m),
  };
}

/** Sum of the average ranks of x among all, and the tie term sum(t^3 - t). */
function rank(x: readonly number[], y: readonly number[]): { rankSum: number; ties: number } {
  const all = [...x.map((value) => ({ value, first: 1 })), ...y.map((value) => ({ value, first: 0 }))];
  all.sort((left, right) => left.value - right.value);
  let rankSum = 0;
  let ties = 0;
  for (let from = 0; from < all.length; ) {
    let to = from;
    let first = 0;
    while (to < all.length && all[to]?.value === all[from]?.value) first += all[to++]?.first ?? 0;
    const tied = to - from;
    rankSum += (first * (from + 1 + to)) / 2;
    ties += tied ** 3 - tied;
    from = to;
  }
  return { rankSum, ties };
}

function medianDifference(x: readonly number[], y: readonly number[]): number {
  const differences = x.flatMap((left) => y.map((right) => left - right)).sort((a, b) => a - b);
  const middle = Math.floor(differences.length / 2);
  const upper = differences[middle] as number;
  return differences.length % 2 === 1 ? upper : ((differences[middle - 1] as number) + upper) / 2;
}
