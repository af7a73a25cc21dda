import type { Call } from '../call.ts';

type OnBody = (bytes: Buffer, start: number, end: number) => void;

/** Keeps as much of a body as its call asks for, and shows the pieces to whoever reads them as they come. */
export class BodyKeeper {
  /** All that was wanted has been seen, though the body goes on. */
  isComplete = false;
  readonly #onBody: OnBody = (bytes, start, end) => this.#take(bytes, start, end);
  #call: Call | undefined;
  #now: () => number = () => 0;
  #pieces: Buffer[] = [];
  #kept = 0;
  #seen = 0;

  /** What the parser is to call for the call's body; undefined when nobody wants it. */
  begin(call: Call, now: () => number): OnBody | undefined {
    this.isComplete = false;
    if (call.capture === 0 && !call.onChunk) return undefined;
    this.#call = call;
    this.#now = now;
    this.#pieces = [];
    this.#kept = 0;
    this.#seen = 0;
    return this.#onBody;
  }

  /** Hands what was kept to its call. */
  give(call: Call): void {
    if (this.#call !== call) return;
    call.body = this.#pieces.length === 1 ? (this.#pieces[0] as Buffer) : Buffer.concat(this.#pieces);
    call.truncated = this.#seen > this.#kept;
    this.#pieces = [];
    this.#call = undefined;
  }

  #take(bytes: Buffer, start: number, end: number): void {
    const call = this.#call as Call;
    const room = Math.min(end - start, call.capture - this.#kept);
    this.#seen += end - start;
    if (room > 0) {
      // The buffer is lent: what is kept is copied.
      this.#pieces.push(Buffer.from(bytes.subarray(start, start + room)));
      this.#kept += room;
    }
    if (!this.isComplete && call.onChunk?.(bytes.subarray(start, end), this.#now())) this.isComplete = true;
  }
}
