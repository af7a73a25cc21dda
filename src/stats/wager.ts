/**
 * An e-process on the bad fraction x of each window: the mean wealth of several gamblers who each stake a constant
 * share on "more than p are bad". Wealth multiplies by 1 + stake * (x - p); while the mean of x given the past is at
 * most p no strategy can expect to win, so wealth of m/alpha at any time proves more than p at level alpha/m (Ville;
 * Waudby-Smith and Ramdas 2024). Stakes are fixed in advance, thus predictable; the mixture adapts to the variance,
 * because the gambler whose stake suits it soon holds nearly all of the wealth.
 */
export type Wager = number[];

/** Shares of 1/p, the largest stake that can never lose all. */
const SHARES = [3 / 4, 3 / 8, 3 / 16, 3 / 32, 3 / 64];
const MOST = 1e290;

/** A wager before the first window: every gambler holds 1. */
export function openWager(): Wager {
  return SHARES.map(() => 1);
}

/** Plays one window in which the fraction `x` was bad, against `p`. */
export function play(wager: Wager, x: number, p: number): void {
  for (let index = 0; index < SHARES.length; index += 1) {
    const stake = (SHARES[index] as number) / p;
    const wealth = (wager[index] as number) * (1 + stake * (x - p));
    wager[index] = Math.min(wealth, MOST);
  }
}

/** The e-value: mean wealth of all gamblers. */
export function wealth(wager: Wager): number {
  let sum = 0;
  for (const one of wager) sum += one;
  return sum / wager.length;
}
