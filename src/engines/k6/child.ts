import { type ChildProcess, spawn } from 'node:child_process';
import { StartError } from '../../model/errors.ts';
import type { Exit } from './exit.ts';
import { type Remainder, readLines } from './lines.ts';

export interface ChildOptions {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly onLine: (line: string) => void;
}

/** A running k6. */
export interface Child {
  readonly pid: number | undefined;
  /** Resolves when it has ended and everything that it wrote was read. */
  readonly ended: Promise<Exit & Remainder>;
  /** Asks it to end now; it ends requests under way, and runs teardown. */
  interrupt(): void;
  kill(): void;
}

const LINES_KEPT = 30;

/** Starts k6 in a process group of its own, so that a signal of the terminal reaches it through us alone. */
export function start({ program, args, env, folder, onLine }: ChildOptions): Child {
  const child = spawn(program, args, {
    cwd: folder,
    env: { ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    windowsHide: true,
  });
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  let interrupted = false;
  return {
    pid: child.pid,
    ended: endOf(child, onLine).finally(() => process.off('exit', kill)),
    interrupt() {
      // A second one would end k6 before it has handed out everything.
      if (!interrupted) child.kill('SIGINT');
      interrupted = true;
    },
    kill,
  };
}

async function endOf(child: ChildProcess, onLine: (line: string) => void): Promise<Exit & Remainder> {
  const said: string[] = [];
  const keep = (line: string) => {
    if (line.trim() !== '') said.push(line.slice(0, 1000));
    if (said.length > LINES_KEPT) said.shift();
  };
  const exited = new Promise<Pick<Exit, 'code' | 'signal'>>((resolve, reject) => {
    child.once('error', (error) => reject(new StartError(`k6 could not be started: ${error.message}`)));
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  const [exit, out, err] = await Promise.all([
    exited,
    readLines(child.stdout!, onLine),
    readLines(child.stderr!, keep),
  ]);
  keep(err.rest);
  return { ...exit, ...out, said };
}
