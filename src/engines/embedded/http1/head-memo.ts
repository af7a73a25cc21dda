/**
 * The head that was read last on a connection. Most targets answer the same request with the same head for as long as
 * the second in their `Date` lasts, and to compare bytes costs a fifth of reading them.
 */
export class HeadMemo {
  #bytes = Buffer.alloc(0);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Whether the bytes, from their start, are that head again. */
  matches(bytes: Buffer, length: number): boolean {
    const own = this.#length;
    return own > 0 && length >= own && this.#bytes.compare(bytes, 0, own, 0, own) === 0;
  }

  /** Takes in the first `length` bytes. */
  keep(bytes: Buffer, length: number): void {
    if (length > this.#bytes.length) this.#bytes = Buffer.allocUnsafeSlow(length);
    bytes.copy(this.#bytes, 0, 0, length);
    this.#length = length;
  }

  forget(): void {
    this.#length = 0;
  }
}
