import type { Use } from './identity.ts';

/** The uses that a pool lists. */
export function usesOf(given: Use | readonly Use[]): readonly Use[] {
  return typeof given === 'string' ? [given] : given;
}

/** How many of `total` identities belong to a use: identity i, from 0, belongs to `uses[i % uses.length]`. */
export function shareOf(uses: readonly Use[], use: Use, total: number): number {
  const turn = uses.indexOf(use);
  return turn < 0 ? 0 : Math.max(0, Math.ceil((total - turn) / uses.length));
}

/** Number in its pool, from 0, of the identity that has number `index` within its use. */
export function numberOf(uses: readonly Use[], use: Use, index: number): number {
  return index * uses.length + uses.indexOf(use);
}
