import type { Arm } from './sample.ts';

/** Header lines as they were on the wire, duplicates and case kept. */
export type HeaderLines = readonly (readonly [name: string, value: string])[];

export interface ProbeRequest {
  readonly method: string;
  /** Path and query, sent as given: never normalised. Resolved against the target's base URL. */
  readonly path: string;
  readonly headers?: HeaderLines;
  readonly body?: string;
}

/**
 * One request of a check and what came back, as it is stored: secrets replaced by stable placeholders, body capped.
 * Judging sees nothing else, so judging again gives the same answer.
 */
export interface Exchange {
  readonly id: string;
  readonly check: string;
  /** The part that this exchange plays in its check, e.g. `control`, `probe`, `allowed`, with a detail after a space. */
  readonly role: string;
  readonly arm: Arm;
  /** Source address, where a particular one was asked for. */
  readonly localAddress?: string;
  /** Milliseconds since the run's origin. */
  readonly at: number;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: HeaderLines;
    readonly body?: string;
  };
  readonly response?: {
    readonly status: number;
    readonly headers: HeaderLines;
    readonly body: string;
    /** Length in bytes as received, before the cap. */
    readonly bodyBytes: number;
    readonly truncated: boolean;
    /**
     * When the body of an event stream came: milliseconds since the run's origin, and bytes received by then. At most
     * 256 entries; what came after those is told by the last one, with its own time.
     */
    readonly arrivals?: readonly (readonly [at: number, bytes: number])[];
  };
  /** Set when there was no complete answer. */
  readonly error?: { readonly code: string; readonly message: string };
  readonly timing: { readonly sent: number; readonly firstByte?: number; readonly ended: number };
  /** Facts that the check noted while observing and that judging needs, e.g. `{ subject: 'a' }`. */
  readonly facts?: Readonly<Record<string, string | number | boolean>>;
}
