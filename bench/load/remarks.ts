export interface Failure {
  readonly peer: string;
  readonly text: string;
}

/** What is to be said about the figures: those that are not to be trusted, and runs that gave none. */
export class Remarks {
  readonly doubts: string[] = [];
  readonly failures: Failure[] = [];
  readonly #say: (text: string) => void;

  constructor(say: (text: string) => void) {
    this.#say = say;
  }

  doubt(text: string): void {
    this.doubts.push(text);
    this.#say(`DOUBT: ${text}`);
  }

  failed(peer: string, text: string): void {
    this.failures.push({ peer, text });
    this.#say(`FAILED: ${text}`);
  }
}
