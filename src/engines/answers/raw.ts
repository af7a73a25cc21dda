import type { HeaderLines } from '../../model/exchange.ts';

/** Why there was no complete answer. */
export interface Failure {
  readonly kind: 'network' | 'timeout' | 'cut';
  /** Machine-readable: `ECONNRESET`, `connect-timeout`, `malformed-status-line` and the like. */
  readonly code: string;
}

/** Ended by our own stop. */
export const CUT: Failure = { kind: 'cut', code: 'cut' };

/** What came back, for whoever judges it: a call within its `onEnd`, or a copy of one. */
export interface Raw {
  readonly status: number;
  readonly started: number;
  /** NaN where there is none, as for `firstByte`. */
  readonly connect: number;
  readonly firstByte: number;
  readonly ended: number;
  readonly bytes: number;
  readonly truncated: boolean;
  readonly failure: Failure | undefined;
  headers(): HeaderLines;
  header(name: string): string | undefined;
  /** As much of the body as was asked for, decoded; undefined when its content coding is broken. */
  text(): string | undefined;
}
