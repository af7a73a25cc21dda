/** What everybody who uses up limits has sent to the target, from any address: a limiter that tells nobody apart counts it all. */
export class Crowd {
  readonly #sent = new Map<object, { count: number; last: number }>();

  /** Notes that the holder sent so many requests. */
  note(holder: object, now: number, requests = 1): void {
    const { count } = this.#sent.get(holder) ?? { count: 0 };
    this.#sent.set(holder, { count: count + requests, last: now });
  }

  /** Requests that others have sent so far. */
  others(holder: object): number {
    return this.#others(holder).reduce((sum, { count }) => sum + count, 0);
  }

  /** True when others sent since `time`. */
  since(holder: object, time: number): boolean {
    return this.#others(holder).some(({ last }) => last >= time);
  }

  #others(holder: object): { count: number; last: number }[] {
    return [...this.#sent].flatMap(([other, sent]) => (other === holder ? [] : [sent]));
  }
}
