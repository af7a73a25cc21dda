const LEAST = 512;

/** Bytes that are kept side by side although they came in pieces, in a buffer that is used again. */
export class KeptBytes {
  buffer: Buffer = Buffer.alloc(0);
  length = 0;

  clear(): void {
    this.length = 0;
  }

  append(bytes: Buffer, start: number, end: number): void {
    const length = this.length + end - start;
    if (length > this.buffer.length) this.#grow(length);
    bytes.copy(this.buffer, this.length, start, end);
    this.length = length;
  }

  #grow(length: number): void {
    let size = Math.max(LEAST, this.buffer.length);
    while (size < length) size *= 2;
    const buffer = Buffer.allocUnsafeSlow(size);
    this.buffer.copy(buffer, 0, 0, this.length);
    this.buffer = buffer;
  }
}
