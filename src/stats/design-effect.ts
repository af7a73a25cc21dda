/**
 * Running sums over blocks of 1, 2, 4, 8 ... windows; plain data, of a size that grows with the logarithm of time.
 * The variance between blocks says how strongly bad requests cluster (batch means; Kish's design effect).
 */
export interface BlockLevel {
  /** The block being filled. */
  n: number;
  k: number;
  /** Windows in the block being filled. */
  filled: number;
  /** Complete blocks that held any request, and their sums. */
  blocks: number;
  sumN: number;
  sumNN: number;
  sumNK: number;
  sumKK: number;
}

/** With fewer blocks than this, a variance says nothing. */
export const LEAST_BLOCKS = 8;

/** Adds one window of n requests, k of them bad. */
export function addWindow(levels: BlockLevel[], n: number, k: number): void {
  let [carryN, carryK] = [n, k];
  for (let index = 0; ; index += 1) {
    const level = levels[index] ?? push(levels);
    const size = index === 0 ? 1 : 2;
    level.n += carryN;
    level.k += carryK;
    level.filled += 1;
    if (level.filled < size) return;
    [carryN, carryK] = [level.n, level.k];
    close(level);
  }
}

/**
 * How many requests weigh as much as one independent request: the largest ratio, over all block lengths, of the
 * variance between blocks to that of independent requests. A ratio that still grows with the block length is carried
 * on by as much again (lugsail batch means, Vats and Flegal 2021), since clusters longer than the blocks hide part of
 * their variance. Never below 1; 1 where there are too few blocks to tell.
 */
export function designEffect(levels: readonly BlockLevel[], n: number, k: number): number {
  if (k <= 0 || k >= n) return 1;
  let largest = 1;
  let shorter = Infinity;
  for (const level of levels) {
    if (level.blocks < LEAST_BLOCKS) continue;
    const ratio = varianceRatio(level, k / n);
    largest = Math.max(largest, ratio + Math.max(0, ratio - shorter));
    shorter = ratio;
  }
  return largest;
}

function varianceRatio(level: BlockLevel, p: number): number {
  const squares = level.sumKK - 2 * p * level.sumNK + p * p * level.sumNN;
  return squares / (p * (1 - p) * level.sumN * (1 - 1 / level.blocks));
}

function push(levels: BlockLevel[]): BlockLevel {
  const level = { n: 0, k: 0, filled: 0, blocks: 0, sumN: 0, sumNN: 0, sumNK: 0, sumKK: 0 };
  levels.push(level);
  return level;
}

function close(level: BlockLevel): void {
  const { n, k } = level;
  if (n > 0) {
    level.blocks += 1;
    level.sumN += n;
    level.sumNN += n * n;
    level.sumNK += n * k;
    level.sumKK += k * k;
  }
  level.n = 0;
  level.k = 0;
  level.filled = 0;
}
