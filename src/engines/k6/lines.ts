import { pipeline, Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';

/** What was left when a stream of lines ended. */
export interface Remainder {
  /** Text after the last line break: a line that was cut off. */
  readonly rest: string;
  /** A line that was longer than any of k6's. */
  readonly tooLong: boolean;
}

const LONGEST = 1_048_576;
const GZIP = 0x1f;

/** Hands out the lines of a stream as they come, unpacked where it is gzip, and keeps no more than one of them. */
export async function readLines(stream: Readable, onLine: (line: string) => void): Promise<Remainder> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let tooLong = false;
  for await (const chunk of unpacked(stream)) {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
    if (rest.length > LONGEST) {
      tooLong = true;
      rest = '';
    }
  }
  return { rest: rest + decoder.end(), tooLong };
}

/** The stream itself, or what gzip (RFC 1952) made of it, told by its first byte. */
async function* unpacked(stream: Readable): AsyncGenerator<Buffer> {
  const chunks = stream[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done) return;
  const whole = Readable.from(following(first.value as Buffer, chunks));
  // Errors of either reach whoever iterates.
  if ((first.value as Buffer)[0] === GZIP) yield* pipeline(whole, createGunzip(), () => {});
  else yield* whole;
}

async function* following(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* { [Symbol.asyncIterator]: () => rest };
}
