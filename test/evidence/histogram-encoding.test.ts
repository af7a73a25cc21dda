import { inflateSync } from 'node:zlib';
import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64 } from 'hdr-histogram-js';
import { expect, test } from 'vitest';
import { encodeHistogram } from '../../src/evidence/histogram-encoding.ts';
import { Histogram } from '../../src/metrics/histogram.ts';

const CASES: readonly [name: string, values: readonly number[]][] = [
  ['zero', [0]],
  ['neighbours', [1, 2, 3, 3, 3]],
  ['one empty bucket between', [5, 7]],
  ['far apart', [1, 2047, 2048, 4_000_000, 3_600_000_000]],
  ['many of one', Array.from({ length: 20_000 }, () => 777)],
  ['a spread', Array.from({ length: 3000 }, (_, at) => Math.round(1.004 ** at * 10) % 90_000_000)],
];

test.each(CASES)('%s: the payload is that of the library, and is read back', (_, values) => {
  const ours = new Histogram();
  const theirs = build({ numberOfSignificantValueDigits: 3 });
  for (const value of values) {
    ours.add(value);
    theirs.recordValue(value);
  }
  const encoded = encodeHistogram(ours.buckets());
  const reference = encodeIntoCompressedBase64(theirs);
  expect(payloadOf(encoded)).toEqual(payloadOf(reference));
  expect(decodeFromCompressedBase64(encoded).toJSON()).toEqual(
    decodeFromCompressedBase64(reference).toJSON(),
  );
});

test('a count beyond 32 bits keeps every digit', () => {
  const encoded = encodeHistogram([[3, 2 ** 40 + 1]]);
  expect(decodeFromCompressedBase64(encoded, 64).totalCount).toBe(2 ** 40 + 1);
});

/** The layout of the specification, which a tolerant reader would not hold us to. */
test('the head tells version, lengths, digits, range and a ratio of one', () => {
  const encoded = encodeHistogram([[2, 1]]);
  const bytes = Buffer.from(encoded, 'base64');
  expect(bytes.readInt32BE(0)).toBe(0x1c849314);
  expect(bytes.readInt32BE(4)).toBe(bytes.length - 8);
  const plain = plainOf(encoded);
  expect(plain.readInt32BE(0)).toBe(0x1c849313);
  expect(plain.readInt32BE(4)).toBe(plain.length - 40);
  expect([plain.readInt32BE(8), plain.readInt32BE(12)]).toEqual([0, 3]);
  expect([plain.readBigInt64BE(16), plain.readBigInt64BE(24), plain.readDoubleBE(32)]).toEqual([1n, 2n, 1]);
  // Two empty buckets as -2, one value as 1: zigzag makes 3 and 2 of them.
  expect([...plain.subarray(40)]).toEqual([3, 2]);
});

function plainOf(encoded: string): Buffer {
  return inflateSync(Buffer.from(encoded, 'base64').subarray(8));
}

function payloadOf(encoded: string): number[] {
  return [...plainOf(encoded).subarray(40)];
}
