/** A seeded generator (sfc32) of uniform, Poisson and binomial numbers, for simulation only. */
export interface Random {
  uniform(): number;
  /** Number of successes in n trials. */
  binomial(n: number, p: number): number;
  /** Waiting time of the given mean. */
  exponential(mean: number): number;
}

export function createRandom(seed: number): Random {
  let [a, b, c, d] = [0x9e3779b9 ^ seed, 0x243f6a88 + seed, 0xb7e15162, seed ^ 0xdeadbeef];
  const uniform = () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return ((t >>> 0) + 0.5) / 4294967296;
  };
  for (let round = 0; round < 20; round += 1) uniform();
  return {
    uniform,
    exponential: (mean) => -mean * Math.log(uniform()),
    binomial: (n, p) => binomial(uniform, n, p),
  };
}

function binomial(uniform: () => number, n: number, p: number): number {
  if (p > 0.5) return n - binomial(uniform, n, 1 - p);
  // Jumps from success to success: the work is proportional to the successes, not to the trials.
  if (p <= 0 || n <= 0) return 0;
  const scale = 1 / Math.log1p(-p);
  let count = 0;
  for (let at = Math.floor(Math.log(uniform()) * scale); at < n; ) {
    count += 1;
    at += 1 + Math.floor(Math.log(uniform()) * scale);
  }
  return count;
}
