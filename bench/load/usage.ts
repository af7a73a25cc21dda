import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { peakMemory } from './process-tree.ts';

export interface Measured {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** User and system time of the whole process tree, start-up included. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  /** Largest resident size that the tree had, in bytes; null where the system does not tell. */
  readonly peakBytes: number | null;
  /** Milliseconds since the epoch. */
  readonly exitedAt: number;
}

export interface Options {
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Core that the tree is pinned to. */
  readonly core: number | undefined;
  readonly timeoutSeconds: number;
  /** Called a few times a second with the pid at the root of the tree. */
  readonly watch?: (root: number) => void;
}

/** `times` counts every descendant that was waited for, and all of their threads, to the millisecond (getrusage). */
const WRAPPER = '"$@" 3>&-; code=$?; times >&3; exit $code';

const SAMPLE_EVERY = 100;

/** Runs a command to its end and measures what it cost. Rejects when it cannot be started or takes too long. */
export async function measure(command: readonly string[], options: Options): Promise<Measured> {
  const pinned = options.core === undefined ? [] : ['taskset', '-c', String(options.core)];
  const [file, ...rest] = [...pinned, 'bash', '-c', WRAPPER, 'bash', ...command] as [string, ...string[]];
  const began = performance.now();
  const child = spawn(file, rest, {
    cwd: options.folder,
    env: options.environment,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    // A group of its own, so that a whole pipeline can be ended.
    detached: true,
  });
  const texts = [1, 2, 3].map((at) => textOf(child, at));
  const end = endOf(child, options.timeoutSeconds);
  const peak = watch(child, end, options.watch);
  const { exitCode, at } = await end;
  const [stdout, stderr, times] = (await Promise.all(texts)) as [string, string, string];
  const wallSeconds = (at - began) / 1000;
  const exitedAt = performance.timeOrigin + at;
  return {
    exitCode,
    stdout,
    stderr,
    cpuSeconds: childSeconds(times),
    wallSeconds,
    exitedAt,
    peakBytes: await peak,
  };
}

/** Seconds of the second line of `times`: user and system time of the children. */
export function childSeconds(times: string): number {
  const line = times.trim().split('\n')[1] ?? '';
  const parts = [...line.matchAll(/(\d+)m([\d.]+)s/g)];
  if (parts.length !== 2) throw new Error(`bash printed no times of its children: ${times}`);
  return parts.reduce((sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds), 0);
}

async function textOf(child: ChildProcess, at: number): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdio[at] as NodeJS.ReadableStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function endOf(child: ChildProcess, seconds: number): Promise<{ exitCode: number | null; at: number }> {
  const kill = () => {
    try {
      process.kill(-(child.pid as number), 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  };
  // Before its folder is removed.
  process.prependOnceListener('exit', kill);
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      kill();
      reject(new Error(`${child.spawnargs.join(' ')} did not end within ${seconds} s`));
    }, 1000 * seconds);
    const settle = () => {
      clearTimeout(late);
      process.off('exit', kill);
    };
    child.once('error', (error) => {
      settle();
      reject(error);
    });
    child.once('exit', (exitCode) => {
      settle();
      resolve({ exitCode, at: performance.now() });
    });
  });
}

/** The largest size seen: the kernel keeps each process's high-water mark, so that only the last moments can be missed. */
async function watch(
  child: ChildProcess,
  end: Promise<unknown>,
  also: Options['watch'],
): Promise<number | null> {
  let running = true;
  const stop = () => {
    running = false;
  };
  end.then(stop, stop);
  let peak: number | null = null;
  while (running && child.pid !== undefined) {
    const bytes = peakMemory(child.pid);
    if (bytes !== null) peak = Math.max(peak ?? 0, bytes);
    also?.(child.pid);
    await sleep(SAMPLE_EVERY);
  }
  return peak;
}
