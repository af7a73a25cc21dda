/** What one worker holds of something that is dealt out by turns: of `total`, those equal to `turn` modulo `modulus`. */
export interface Holding {
  readonly turn: number;
  readonly modulus: number;
}

/** The part of worker number `worker`, from 0. */
export function holdingOf(worker: number, modulus: number): Holding {
  return { turn: worker % modulus, modulus };
}

/** How many of `total`, which may be `Infinity`. */
export function heldOf({ turn, modulus }: Holding, total: number): number {
  return Number.isFinite(total) ? Math.max(0, Math.ceil((total - turn) / modulus)) : total;
}

/** The number among all of what has number `index` here. */
export function numberAmongAll({ turn, modulus }: Holding, index: number): number {
  return index * modulus + turn;
}
