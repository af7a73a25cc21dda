/** What the server must know of a request. */
export interface Head {
  readonly path: string;
  /** The client wants no further answer on this connection. */
  readonly closes: boolean;
}

const END = '\r\n\r\n';

/** Splits complete request heads (without bodies) from the text of a connection, and keeps the rest. */
export function takeHeads(text: string): { heads: Head[]; rest: string } {
  const parts = text.split(END);
  const rest = parts.pop() as string;
  return { heads: parts.map(headOf), rest };
}

function headOf(text: string): Head {
  const path = text.split(' ', 2)[1] ?? '';
  return { path, closes: /^connection: *close/im.test(text) };
}
