import type { Readable } from 'node:stream';
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
  for await (const chunk of await unpacked(stream)) {
    const lines = (rest + decoder.write(chunk as Buffer)).split('\n');
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
async function unpacked(stream: Readable): Promise<AsyncIterable<unknown>> {
  const first = await firstOf(stream);
  if (first === undefined) return [] as unknown as AsyncIterable<unknown>;
  stream.unshift(first);
  if (first[0] !== GZIP) return stream;
  const gunzip = createGunzip();
  stream.once('error', (error) => gunzip.destroy(error));
  return stream.pipe(gunzip);
}

function firstOf(stream: Readable): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const chunk = stream.read() as Buffer | null;
      if (chunk !== null) done(() => resolve(chunk));
    };
    const end = () => done(() => resolve(undefined));
    const fail = (error: Error) => done(() => reject(error));
    const done = (settle: () => void) => {
      stream.off('readable', look).off('end', end).off('error', fail);
      settle();
    };
    stream.on('readable', look).on('end', end).on('error', fail);
  });
}
