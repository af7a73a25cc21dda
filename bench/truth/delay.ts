import { createRandom } from '../verdict/random.ts';

/** How long a request is held back; milliseconds. */
export type Delay =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'lognormal'; readonly median: number; readonly sigma: number }
  | { readonly kind: 'bimodal'; readonly fast: number; readonly slow: number; readonly slowShare: number };

/** A source of delays that gives the same ones in the same order for the same seed; milliseconds. */
export function createDelays(delay: Delay, seed: number): () => number {
  const { uniform } = createRandom(seed);
  switch (delay.kind) {
    case 'constant':
      return () => delay.value;
    case 'lognormal':
      return () => delay.median * Math.exp(delay.sigma * normal(uniform));
    case 'bimodal':
      return () => (uniform() < delay.slowShare ? delay.slow : delay.fast);
  }
}

/** Mean of the delays; milliseconds. */
export function meanOf(delay: Delay): number {
  switch (delay.kind) {
    case 'constant':
      return delay.value;
    case 'lognormal':
      return delay.median * Math.exp(delay.sigma ** 2 / 2);
    case 'bimodal':
      return delay.slowShare * delay.slow + (1 - delay.slowShare) * delay.fast;
  }
}

/** Box and Muller; `uniform` is never 0. */
function normal(uniform: () => number): number {
  return Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
