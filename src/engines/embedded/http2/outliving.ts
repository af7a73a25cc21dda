import type { ClientHttp2Session, ClientHttp2Stream } from 'node:http2';

/** What is left of a session when it is over, for `outlive`. */
export type Remains = readonly unknown[];

const remains = new FinalizationRegistry<Remains>(() => {});

/** To be asked for while it is open: later a session knows its native part no more. */
export function remainsOf(session: ClientHttp2Session): Remains {
  return Object.getOwnPropertySymbols(session).map((symbol) => Reflect.get(session, symbol));
}

/**
 * Has a session collected after this stream of it. A stream is torn down in the turn of the event loop after its end.
 * When its session is collected before, and only a part of its header block had come, Node.js 24 ends the process
 * (`Assertion failed: (current_nghttp2_memory_) == (0)`).
 */
export function outlive(stream: ClientHttp2Stream, session: Remains): void {
  remains.register(stream, session);
}
