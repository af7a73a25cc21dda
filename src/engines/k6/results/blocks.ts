import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';

const PORTION = 64 * 1024;
/** Small, since gzip takes new memory for each portion: four times as much took 50 MB more. */
const PACKED = 16 * 1024;
/** A line that is longer than any of k6's. */
const LONGEST = 1_048_576;
const LINE_BREAK = 10;

/** A portion of a file. */
export interface Block {
  /** Whole lines, with their line breaks; good until the next portion is asked for. */
  readonly lines: Buffer;
  /** Whether a part of a line came after the last line break of the file: a line that was cut off. */
  readonly isCut?: boolean;
}

/**
 * Hands out the lines of a file a portion at a time, unpacked where it is gzip (RFC 1952), and keeps no more than that.
 * Throws what the file system or gzip holds against the file, after all lines before it.
 */
export async function* blocksOf(path: string): AsyncGenerator<Block> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of contentOf(path)) {
    const end = chunk.lastIndexOf(LINE_BREAK) + 1;
    const lines = chunk.subarray(0, end);
    if (end > 0) {
      yield { lines: rest.length > 0 ? Buffer.concat([rest, lines]) : lines };
      rest = Buffer.from(chunk.subarray(end));
    } else rest = Buffer.concat([rest, chunk]);
    if (rest.length > LONGEST) throw new Error(`a line is longer than ${LONGEST} bytes`);
  }
  if (rest.length > 0) yield { lines: rest.subarray(0, 0), isCut: true };
}

/** The lines of a portion: where each begins, and where it ends before its line break. */
export function* linesOf(portion: Buffer): Generator<readonly [start: number, end: number]> {
  for (let start = 0; start < portion.length; ) {
    const found = portion.indexOf(LINE_BREAK, start);
    const end = found < 0 ? portion.length : found;
    yield [start, end];
    start = end + 1;
  }
}

/** The bytes of a file, unpacked where it is gzip; each portion is good until the next. */
export async function* contentOf(path: string): AsyncGenerator<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    const isGzip = bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
    yield* isGzip ? unpacked(path) : plain(file);
  } finally {
    await file.close();
  }
}

/** Always into the same memory: what is read and forgotten would pile up faster than it is collected. */
async function* plain(file: FileHandle): AsyncGenerator<Buffer> {
  const buffer = Buffer.alloc(PORTION);
  for (let at = 0; ; ) {
    const { bytesRead } = await file.read(buffer, 0, PORTION, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

async function* unpacked(path: string): AsyncGenerator<Buffer> {
  const stream = createReadStream(path, { highWaterMark: PACKED });
  const gunzip = createGunzip({ chunkSize: PACKED });
  stream.once('error', (error) => gunzip.destroy(error));
  gunzip.once('close', () => stream.destroy());
  for await (const chunk of stream.pipe(gunzip)) yield chunk as Buffer;
}
