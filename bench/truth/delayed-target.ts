import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { DelayLog } from './delay-log.ts';
import { SERVER_CORE, spawnPinned } from './pinned.ts';
import type { ServerSettings } from './server.ts';

/** A server that holds requests back, in a process of its own. */
export interface DelayedTarget {
  readonly url: string;
  /** Ends it; what it really did to each request. */
  close(): Promise<DelayLog>;
}

const SERVER = fileURLToPath(new URL('./server.ts', import.meta.url));

/** Collects garbage seldom, and without helper threads, which the busy server would have to wait for. */
const QUIET_HEAP = ['--single-threaded-gc', '--min-semi-space-size=64', '--max-semi-space-size=64'];

/** Milliseconds in which the server must have begun, and handed over its log. */
const PATIENCE = 20_000;

/** Throws when the server does not begin. */
export async function startTarget(settings: ServerSettings): Promise<DelayedTarget> {
  const command = [process.execPath, ...QUIET_HEAP, SERVER, JSON.stringify(settings)] as const;
  const child = spawnPinned(SERVER_CORE, command, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  const { port } = await messageOf<{ port: number }>(child);
  return {
    url: `http://127.0.0.1:${port}/work`,
    async close() {
      const log = messageOf<DelayLog>(child);
      child.send('close');
      return await log;
    },
  };
}

async function messageOf<Message>(child: ChildProcess): Promise<Message> {
  const signal = AbortSignal.timeout(PATIENCE);
  const ended = once(child, 'exit', { signal }).then(() => {
    throw new Error('the delaying server ended before it answered');
  });
  try {
    const [message] = await Promise.race([once(child, 'message', { signal }), ended]);
    return message as Message;
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}
