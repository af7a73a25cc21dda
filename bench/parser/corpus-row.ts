import type { Fault } from '../../src/engines/embedded/http1/response-fault.ts';

/** What must come of an answer: a fault, or its parts. */
export type Expected = Fault | Parts;

export interface Parts {
  readonly status: number;
  readonly body: string;
  readonly keepAlive: boolean;
  readonly surplus: boolean;
}

/** Name, the bytes in latin1, after which the target ends its side, what must come of it, and whether it answers HEAD. */
export type Row = readonly [name: string, text: string, expected: Expected, isBodyless?: true];

export const OK = 'HTTP/1.1 200 OK\r\n';
export const EMPTY = 'Content-Length: 0\r\n\r\n';

export const answer = (body: string, keepAlive = true, status = 200): Parts => ({
  status,
  body,
  keepAlive,
  surplus: false,
});
export const surplus = (body: string, keepAlive = true, status = 200): Parts => ({
  ...answer(body, keepAlive, status),
  surplus: true,
});
