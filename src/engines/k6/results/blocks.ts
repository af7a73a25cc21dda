import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';

/** Whole lines of a file, in the order and in the portions in which they are read. */
export interface Block {
  readonly lines: readonly string[];
  /** Text after the last line break of the file: a line that was cut off. Only in the last block. */
  readonly rest?: string;
}

const PORTION = 64 * 1024;
/** A line that is longer than any of k6's. */
const LONGEST = 1_048_576;

/**
 * Hands out the lines of a file a portion at a time, unpacked where it is gzip (RFC 1952), and keeps no more than one
 * of them. Throws what the file system or gzip holds against the file, after all lines before it.
 */
export async function* blocksOf(path: string): AsyncGenerator<Block> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of await contentOf(path)) {
    const lines = (rest + decoder.write(chunk as Buffer)).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST) throw new Error(`a line is longer than ${LONGEST} characters`);
    if (lines.length > 0) yield { lines };
  }
  yield { lines: [], rest: rest + decoder.end() };
}

/** The bytes of a file, unpacked where it is gzip. */
export async function contentOf(path: string): Promise<Readable> {
  const stream = createReadStream(path, { highWaterMark: PORTION });
  if (!(await isGzip(path))) return stream;
  const gunzip = createGunzip({ chunkSize: PORTION });
  stream.once('error', (error) => gunzip.destroy(error));
  gunzip.once('close', () => stream.destroy());
  return stream.pipe(gunzip);
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}
