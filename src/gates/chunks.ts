import type { Buckets, Tally } from './tally.ts';

/** Values of one stretch of the load. */
export interface Chunk {
  n: number;
  failed: number;
  readonly values: Buckets;
}

/** Values by time in a bounded number of chunks: when they are too many, neighbours are joined. Plain data. */
export interface Chunks {
  first: number;
  /** Seconds per chunk. */
  size: number;
  list: Chunk[];
}

const MOST = 32;

export function openChunks(): Chunks {
  return { first: -1, size: 1, list: [] };
}

/** The chunk of a second, to be added to. Seconds before the first count with the first. */
export function chunkOf(chunks: Chunks, second: number): Chunk {
  if (chunks.first < 0) chunks.first = second;
  const offset = Math.max(0, second - chunks.first);
  while (Math.floor(offset / chunks.size) >= MOST) halve(chunks);
  const index = Math.floor(offset / chunks.size);
  while (chunks.list.length <= index) chunks.list.push(empty());
  return chunks.list[index] as Chunk;
}

export function addTo(chunk: Chunk, { n, failed }: Tally): void {
  chunk.n += n;
  chunk.failed += failed;
}

/** All values of several chunks together. */
export function joined(list: readonly Chunk[]): Chunk {
  const all = empty();
  for (const chunk of list) join(all, chunk);
  return all;
}

function halve(chunks: Chunks): void {
  const pairs: Chunk[] = [];
  for (let at = 0; at < chunks.list.length; at += 2) pairs.push(joined(chunks.list.slice(at, at + 2)));
  chunks.list = pairs;
  chunks.size *= 2;
}

function join(all: Chunk, chunk: Chunk): void {
  all.n += chunk.n;
  all.failed += chunk.failed;
  for (const [index, count] of Object.entries(chunk.values))
    all.values[index] = (all.values[index] ?? 0) + count;
}

function empty(): Chunk {
  return { n: 0, failed: 0, values: {} };
}
