import type { HeaderLines } from '../../model/exchange.ts';
import { type Call, type Failure, textOf } from './call.ts';

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

/** A copy that outlives its call, for scripts. */
export function copyOf(call: Call): Raw {
  const { status, started, connect, firstByte, ended, bytes, body, truncated, failure } = call;
  const lines = call.headers();
  const header = (name: string) => lines.find(([line]) => line.toLowerCase() === name)?.[1];
  return {
    status,
    started,
    connect,
    firstByte,
    ended,
    bytes,
    truncated,
    failure,
    headers: () => lines,
    header,
    text: () => textOf(body, header),
  };
}
