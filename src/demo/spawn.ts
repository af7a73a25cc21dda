import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { StartError } from '../model/errors.ts';
import type { Demo, DemoOptions } from './options.ts';

/** Starts the demo service in a child process, which ends with this one; `StartError` when it does not come up. */
export async function spawnDemo(options: DemoOptions = {}): Promise<Demo> {
  const child = fork(entry(), [JSON.stringify(options)], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const complaint = collect(child);
  const exited = once(child, 'exit');
  const ready = once(child, 'message').then(([message]) => message as Omit<Demo, 'close'>);
  const started = await Promise.race([ready, exited.then(() => undefined)]);
  if (started === undefined) throw new StartError(`the demo service did not start: ${complaint().trim()}`);
  return {
    ...started,
    close: async () => {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}

/** This file is run as TypeScript in a checkout and as JavaScript when installed; so is its neighbour. */
function entry(): string {
  const suffix = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return fileURLToPath(new URL(`./main.${suffix}`, import.meta.url));
}

function collect(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-2000);
  });
  return () => text;
}
