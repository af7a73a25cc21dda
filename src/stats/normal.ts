/** Distribution function of the standard normal; absolute error below 1e-14 (Marsaglia 2004, West 2005). */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) return Number.NaN;
  if (z > 38) return 1;
  if (z < -38) return 0;
  return Math.abs(z) < 6 ? series(z) : tail(z);
}

/** Quantile function of the standard normal, by Newton's method on the distribution function. */
export function normalQuantile(p: number): number {
  if (p <= 0) return -Infinity;
  if (p >= 1) return Infinity;
  if (p > 0.5) return -normalQuantile(1 - p);
  let z = start(p);
  for (let round = 0; round < 50; round += 1) {
    const step = (normalCdf(z) - p) / density(z);
    // Far out the distribution is so curved that a whole step overshoots.
    const next = z - Math.max(-1, Math.min(1, step));
    if (Math.abs(next - z) < 1e-14 * Math.abs(next)) return next;
    z = next;
  }
  return z;
}

/** Abramowitz and Stegun 26.2.23, accurate to 4.5e-4. */
function start(p: number): number {
  const t = Math.sqrt(-2 * Math.log(p));
  return (
    (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t
  );
}

function density(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

function series(z: number): number {
  let term = z;
  let sum = z;
  for (let index = 3; Math.abs(term) > 1e-17 * Math.abs(sum); index += 2) {
    term *= (z * z) / index;
    sum += term;
  }
  return 0.5 + sum * density(z);
}

/** Mills ratio as a continued fraction, for tails that the series would cancel away. */
function tail(z: number): number {
  const x = Math.abs(z);
  let fraction = x;
  for (let index = 60; index >= 1; index -= 1) fraction = x + index / fraction;
  const upper = density(x) / fraction;
  return z > 0 ? 1 - upper : upper;
}
