import { deflateSync } from 'node:zlib';
import { highestOf } from '../metrics/histogram.ts';

/** "V2", with words of LEB128-64b9B, as the libraries of HdrHistogram tell it. */
const COOKIE = 0x1c849313;
const COMPRESSED_COOKIE = 0x1c849314;
const SIGNIFICANT_DIGITS = 3;

/**
 * Buckets, in ascending order, as the tools of HdrHistogram exchange them: V2, compressed, in base64. Indexes are those
 * of `metrics/histogram.ts`, which are HdrHistogram's own.
 */
export function encodeHistogram(buckets: Iterable<readonly [index: number, count: number]>): string {
  const counts: number[] = [];
  let next = 0;
  for (const [index, count] of buckets) {
    const gap = index - next;
    if (gap > 0) pushWord(counts, gap === 1 ? 0 : -gap);
    pushWord(counts, count);
    next = index + 1;
  }
  const highest = Math.max(2, highestOf(Math.max(0, next - 1)));
  const plain = Buffer.concat([head(counts.length, highest), Buffer.from(counts)]);
  return compressed(plain).toString('base64');
}

/** A count, or that many empty buckets where it is negative: zigzag, seven bits a byte, lowest first. */
function pushWord(bytes: number[], value: number): void {
  let rest = value < 0 ? -value * 2 - 1 : value * 2;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
}

function head(length: number, highest: number): Buffer {
  const bytes = Buffer.alloc(40);
  bytes.writeInt32BE(COOKIE, 0);
  bytes.writeInt32BE(length, 4);
  // At 8, the normalizing index offset: 0.
  bytes.writeInt32BE(SIGNIFICANT_DIGITS, 12);
  bytes.writeBigInt64BE(1n, 16);
  bytes.writeBigInt64BE(BigInt(highest), 24);
  bytes.writeDoubleBE(1, 32);
  return bytes;
}

function compressed(plain: Buffer): Buffer {
  const content = deflateSync(plain);
  const bytes = Buffer.alloc(8);
  bytes.writeInt32BE(COMPRESSED_COOKIE, 0);
  bytes.writeInt32BE(content.length, 4);
  return Buffer.concat([bytes, content]);
}
