import { type ChildProcess, execFileSync, type SpawnOptions, spawn } from 'node:child_process';

/** The server has a core of its own; the tools share the other. */
export const SERVER_CORE = 1;
export const TOOL_CORE = 0;

const canPin = (() => {
  try {
    execFileSync('taskset', ['-c', String(SERVER_CORE), 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** Said where processes cannot be bound to cores: then nothing keeps them apart. */
export const PINNING = canPin
  ? `server on core ${SERVER_CORE}, tools on core ${TOOL_CORE}`
  : 'not pinned: taskset or a second core is missing';

/** Starts a program on one core where that is possible; it keeps the process id of the child. */
export function spawnPinned(
  core: number,
  [program, ...rest]: readonly [string, ...string[]],
  options: SpawnOptions,
): ChildProcess {
  const command = canPin ? ['taskset', '-c', String(core), program, ...rest] : [program, ...rest];
  return spawn(command[0] as string, command.slice(1), options);
}
