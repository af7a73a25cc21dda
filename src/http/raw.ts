import type { HeaderLines, ProbeRequest } from '../model/exchange.ts';
import type { LastByte } from './hold.ts';

/** Bytes of a body that are kept, and bytes after which the connection is given up. */
export interface Caps {
  readonly keep: number;
  readonly read: number;
}

export interface RawRequest extends ProbeRequest {
  readonly localAddress?: string;
  /** Of the whole request, in milliseconds. */
  readonly timeout?: number;
  /** Bytes of the body that are kept, instead of the client's own cap. */
  readonly keep?: number;
  readonly hold?: LastByte;
  /** Aborted = the answer is no longer wanted. */
  readonly signal?: AbortSignal;
}

/** One answer as it came, nothing interpreted; `error` when there was no complete one. */
export interface RawAnswer {
  readonly request: { method: string; url: string; headers: HeaderLines; body?: string };
  readonly response?: {
    readonly status: number;
    readonly headers: HeaderLines;
    readonly body: string;
    readonly bodyBytes: number;
    readonly truncated: boolean;
    /** See `Exchange`. */
    readonly arrivals?: readonly (readonly [at: number, bytes: number])[];
  };
  readonly error?: { readonly code: string; readonly message: string };
  readonly timing: { readonly sent: number; readonly firstByte?: number; readonly ended: number };
}
