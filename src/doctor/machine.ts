import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer } from 'node:net';
import { availableParallelism } from 'node:os';
import { findProgram, foldersOf } from '../engines/program.ts';
import { handshake } from '../http/handshake.ts';
import { Target } from '../model/target.ts';
import type { Machine, Said } from './probe.ts';

/** Longest time that a program may take to tell its version, in ms. */
const PATIENCE = 10_000;

/** The machine that this runs on. Everything stays on it: programs are asked for their version, and loopback is tried. */
export function thisMachine(env: Machine['env']): Machine {
  return {
    env,
    versions: process.versions,
    processors: availableParallelism(),
    openFiles: openFiles(),
    packageVersion,
    run: (program, args) => run(env, program, args),
    offers,
    binds: (address) => listening(address, async () => true).catch(() => false),
  };
}

function packageVersion(name: string): string | undefined {
  try {
    return (createRequire(import.meta.url)(`${name}/package.json`) as { version: string }).version;
  } catch {
    return undefined;
  }
}

function openFiles(): number | undefined {
  // Without this, the report looks up names of addresses.
  Object.assign(process.report, { excludeNetwork: true });
  const { userLimits } = process.report.getReport() as { userLimits?: { open_files?: { soft: unknown } } };
  const soft = Number(userLimits?.open_files?.soft);
  return Number.isFinite(soft) ? soft : undefined;
}

function run(env: Machine['env'], program: string, args: readonly string[]): Promise<Said> {
  const path = findProgram(program, foldersOf(env['PATH']));
  if (path === undefined) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const options = { timeout: PATIENCE, killSignal: 'SIGKILL', maxBuffer: 65_536 } as const;
    execFile(path, [...args], options, (error, stdout) => {
      resolve({ path, text: stdout === '' && error ? error.message : stdout });
    });
  });
}

/** Offers a version to a server of our own that says nothing: what counts is whether anything was sent. */
function offers(version: 'TLSv1' | 'TLSv1.1'): Promise<boolean> {
  return listening('127.0.0.1', async (port) => {
    const target = Target.parse({ url: `https://127.0.0.1:${port}` });
    const knock = { target, now: () => performance.now(), wallClock: Date.now };
    const { facts } = await handshake(knock, { minVersion: version, maxVersion: version });
    return facts['offered'] === true;
  });
}

/** Uses a server that hangs up on the first bytes; rejects when an address cannot be listened on. */
async function listening<Result>(address: string, use: (port: number) => Promise<Result>): Promise<Result> {
  const server = createServer((socket) => {
    socket.on('error', () => {}).on('data', () => socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, address, resolve);
  });
  try {
    return await use((server.address() as AddressInfo).port);
  } finally {
    server.close();
  }
}
