import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Load, Peer, Told } from './peers/peer.ts';
import { spawnPinned, TOOL_CORE } from './pinned.ts';

interface Output {
  readonly printed: string;
  readonly complained: string;
}

/** Milliseconds that a tool may take beyond the length of its load. */
const PATIENCE = 60_000;

/** Lets a tool put its load on, in a folder that is removed again. Throws when it leaves no result. */
export async function runTool(peer: Peer, program: string, load: Load): Promise<Told> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-truth-'));
  try {
    for (const [name, content] of Object.entries(peer.files?.(load) ?? {}))
      await writeFile(join(folder, name), content);
    const { printed, complained } = await runAll(peer, program, load, folder);
    const result = peer.result ? await readFile(join(folder, peer.result), 'utf8').catch(() => '') : printed;
    if (result === '') throw new Error(excerpt(complained || printed || 'it printed nothing'));
    return readResult(peer, result);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What a tool says of itself, such as 4.1.0; undefined when it says nothing of the kind. */
export async function versionOf(peer: Peer, program: string): Promise<string | undefined> {
  if (!peer.version) return undefined;
  const { printed, complained } = await run([program, ...peer.version], tmpdir(), peer.environment, PATIENCE);
  return /(?:^|[\s/v])(\d+\.\d+\.\d+)/m.exec(`${printed}\n${complained}`)?.[1];
}

async function runAll(peer: Peer, program: string, load: Load, folder: string): Promise<Output> {
  let last: Output = { printed: '', complained: '' };
  for (const command of peer.commands(load))
    last = await run([program, ...command], folder, peer.environment, 1000 * load.seconds + PATIENCE);
  return last;
}

/** A status other than 0 is no failure in itself: some tools end with one after a valid measurement. */
async function run(
  command: readonly [string, ...string[]],
  cwd: string,
  environment: Peer['environment'],
  patience: number,
): Promise<Output> {
  const child = spawnPinned(TOOL_CORE, command, {
    cwd,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), patience);
  try {
    const [printed, complained] = await Promise.all([
      text(child.stdout!),
      text(child.stderr!),
      once(child, 'close'),
    ]);
    return { printed, complained };
  } finally {
    clearTimeout(timer);
  }
}

function readResult(peer: Peer, result: string): Told {
  try {
    return peer.read(result);
  } catch (error) {
    throw new Error(`${(error as Error).message} (it printed: ${excerpt(result)})`);
  }
}

function excerpt(printed: string): string {
  return printed.trim().replaceAll(/\s+/g, ' ').slice(0, 200);
}
