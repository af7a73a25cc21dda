import type { Socket } from 'node:net';
import { serveBare } from './harness.ts';

export const DATA = 0;
export const HEADERS = 1;
export const RST_STREAM = 3;
export const SETTINGS = 4;
export const GOAWAY = 7;
export const END_STREAM = 1;
export const END_HEADERS = 4;

/** `:status: 200` of the static table (RFC 7541, appendix A). */
export const STATUS_200 = [0x88];

const PREFACE = 24;
const HEAD = 9;

/** A frame (RFC 9113, section 4.1). */
export function frame(type: number, flags: number, stream: number, payload: readonly number[] = []): Buffer {
  const head = Buffer.alloc(HEAD);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, Buffer.from(payload)]);
}

/** Four bytes of a number. */
export const uint32 = (value: number): number[] => [24, 16, 8, 0].map((shift) => (value >> shift) & 0xff);

/** A server that does what no server should: it is told the stream of every request, and writes bare frames. */
export function serveFrames(
  onRequest: (socket: Socket, stream: number) => void,
  settings: readonly number[] = [],
): Promise<string> {
  return serveBare((socket) => {
    let received = Buffer.alloc(0);
    let at = PREFACE;
    socket.write(frame(SETTINGS, 0, 0, settings));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      while (received.length >= at + HEAD) {
        const end = at + HEAD + received.readUIntBE(at, 3);
        if (received.length < end) return;
        if (received[at + 3] === HEADERS) onRequest(socket, received.readUInt32BE(at + 5));
        at = end;
      }
    });
  });
}
