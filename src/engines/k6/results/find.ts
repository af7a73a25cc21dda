import { glob, open, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { contentOf } from './blocks.ts';
import { headOf } from './head.ts';
import type { Found } from './read.ts';

export interface Search {
  /** File names, or patterns of them. */
  readonly patterns: readonly string[];
  readonly cwd: string;
  /** How many files there will be; as many as there are when left out. */
  readonly instances: number | undefined;
  /** Longest time that is waited for them, in ms. */
  readonly wait: number;
  readonly abort: AbortSignal;
  /** Ms, monotonic. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
}

const EVERY = 1000;
/** A file that says nothing of its end has ended when it has not grown for so long, in ms. */
const QUIET = 5000;

/** The result files that there are when all have ended, or when the time is up. */
export async function findResults(search: Search): Promise<Found[]> {
  const { wait, now, sleep, abort, instances } = search;
  const deadline = now() + wait;
  const watched = new Map<string, Watched>();
  let paths = await pathsOf(search);
  while (now() < deadline && !abort.aborted) {
    const ended = await Promise.all(paths.map((path) => hasEnded(path, watched, now())));
    if (paths.length >= (instances ?? 1) && ended.every(Boolean)) break;
    await sleep(Math.min(EVERY, Math.max(1, deadline - now())));
    paths = await pathsOf(search);
  }
  return Promise.all(paths.map(async (path) => ({ path, head: await headOf(path) })));
}

/** Files of these names, in order, each once. */
async function pathsOf({ patterns, cwd }: Pick<Search, 'patterns' | 'cwd'>): Promise<string[]> {
  const paths = new Set<string>();
  for (const pattern of patterns) {
    const path = resolve(cwd, pattern);
    if (await isFile(path)) paths.add(path);
    else
      for await (const match of glob(pattern, { cwd })) {
        const found = resolve(cwd, match);
        if (await isFile(found)) paths.add(found);
      }
  }
  return [...paths].sort();
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

interface Watched {
  readonly size: number;
  readonly since: number;
  /** What was found out of it at this size; undefined before anybody looked. */
  ended?: boolean;
}

/** Whether a file is done growing: it says so, or it is closed and has been quiet for long. */
async function hasEnded(path: string, watched: Map<string, Watched>, now: number): Promise<boolean> {
  const size = await stat(path).then(
    (found) => found.size,
    () => -1,
  );
  let known = watched.get(path);
  if (known?.size !== size) {
    known = { size, since: now };
    watched.set(path, known);
  }
  known.ended ??= await tellsEnd(path);
  return known.ended || now - known.since >= QUIET;
}

const TAIL = 64 * 1024;

async function tellsEnd(path: string): Promise<boolean> {
  try {
    const tail = path.endsWith('.gz') ? await tailOfPacked(path) : await tailOf(path);
    return tail.endsWith('\n') && tail.includes('"canary_gate_end"');
  } catch {
    return false;
  }
}

async function tailOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const length = Math.min(size, TAIL);
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString();
  } finally {
    await file.close();
  }
}

async function tailOfPacked(path: string): Promise<string> {
  let tail = Buffer.alloc(0);
  for await (const chunk of contentOf(path)) tail = Buffer.concat([tail, chunk]).subarray(-TAIL);
  return tail.toString();
}
