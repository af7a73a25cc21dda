import { spawnSync } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { findProgram, foldersOf } from '../../src/engines/program.ts';
import { canaryGate, PROGRAM } from './peers/canary-gate.ts';
import type { Peer, Tool } from './peers/peer.ts';

const LOCAL = join(import.meta.dirname, '..', '..', 'node_modules', '.bin');

/** Environment variable that names the executable of a peer: `BENCH_K6`. */
export function variableOf(name: string): string {
  return `BENCH_${name.toUpperCase().replaceAll('-', '_')}`;
}

/** How a generator is started: what its variable names, or the first on PATH, or one of node_modules/.bin. */
export function commandOf({ name }: Peer): readonly string[] | undefined {
  if (name === canaryGate.name) return PROGRAM;
  const executable = process.env[variableOf(name)] || findExecutable(name);
  return executable === undefined ? undefined : [executable];
}

/** Full path of a program, as a shell would find it. */
export function findExecutable(name: string): string | undefined {
  return findProgram(name, [...foldersOf(process.env['PATH']), LOCAL, '/usr/sbin']);
}

/** The environment of a generator: scripts of Node run on the Node that runs this. */
export function environmentOf(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const path = [dirname(process.execPath), process.env['PATH']].filter(Boolean).join(delimiter);
  return { ...process.env, PATH: path, ...extra };
}

/** Null where the tool does not tell. Its exit code says nothing: wrk's is 1. */
export function versionOf({ peer, command }: Tool): string | null {
  if (!peer.versionArguments) return null;
  const [file, ...rest] = [...command, ...peer.versionArguments] as [string, ...string[]];
  const { stdout } = spawnSync(file, rest, { encoding: 'utf8', timeout: 60_000, env: environmentOf() });
  return parseVersion(stdout ?? '');
}

export function parseVersion(text: string): string | null {
  return /(?<![\w.])v?(\d+\.\d+[\w.+-]*)/.exec(text)?.[1] ?? null;
}
