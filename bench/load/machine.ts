import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';
import { findExecutable } from './find.ts';

/** Which cores the two sides run on; undefined where nothing can be pinned. */
export interface Pinning {
  readonly generator: number | undefined;
  readonly server: number | undefined;
  /** What is not as it should be. */
  readonly note?: string;
}

/** One core for the generator, another for the server, of different physical cores where there are such. */
export function choosePinning(): Pinning {
  const none = { generator: undefined, server: undefined };
  if (findExecutable('taskset') === undefined)
    return { ...none, note: 'taskset is missing: nothing is pinned to a core' };
  const allowed = allowedCores();
  const [generator] = allowed;
  if (generator === undefined || allowed.length === 1)
    return { ...none, note: 'there is one core: generator and server share it' };
  const siblings = siblingsOf(generator);
  const apart = allowed.find((core) => !siblings.includes(core));
  if (apart !== undefined) return { generator, server: apart };
  const note = 'generator and server run on two threads of one physical core';
  return { generator, server: allowed[1], note };
}

export function describeMachine() {
  return {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    kernel: `${process.platform} ${release()}`,
    node: process.versions.node,
    /** Of the minute before: what else was running. */
    loadBefore: loadavg()[0] as number,
  };
}

/** How many files, and so connections, one process may have open. */
export function fileLimit(): number {
  const limit = execFileSync('bash', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).trim();
  return limit === 'unlimited' ? Number.POSITIVE_INFINITY : Number(limit);
}

/** The numbers of a list such as `0-2,5`. */
export function parseCores(list: string): number[] {
  return list.split(',').flatMap((range) => {
    const [from, to = from] = range.split('-').map(Number) as [number, number?];
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
}

function allowedCores(): number[] {
  // "pid 1's current affinity list: 0,1"
  const text = execFileSync('taskset', ['-c', '-p', String(process.pid)], { encoding: 'utf8' });
  return parseCores(text.slice(text.lastIndexOf(':') + 1).trim());
}

function siblingsOf(core: number): number[] {
  try {
    const file = `/sys/devices/system/cpu/cpu${core}/topology/thread_siblings_list`;
    return parseCores(readFileSync(file, 'utf8').trim());
  } catch {
    return [core];
  }
}
