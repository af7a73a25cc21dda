import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A Prometheus of our own on loopback. */
export interface Prometheus {
  /** With a path prefix, as behind a proxy. */
  readonly url: string;
  readonly signal: (signal: 'SIGSTOP' | 'SIGKILL') => void;
  /** Kills it, waits for its end, and removes its data. */
  readonly stop: () => Promise<void>;
}

const READY_WITHIN = 30_000;
const ATTEMPTS = 3;

/** Starts Prometheus; another port is tried when somebody took the one that was free. */
export async function startPrometheus(
  program: string,
  config: object,
  flags: readonly string[] = [],
): Promise<Prometheus> {
  for (let attempt = 1; ; attempt++) {
    const started = launch(program, config, flags, await freePort());
    const problem = await readiness(started);
    if (problem === undefined) return started;
    await started.stop();
    if (attempt === ATTEMPTS) throw new Error(`Prometheus did not start: ${problem}`);
  }
}

interface Launched extends Prometheus {
  readonly child: ChildProcess;
  readonly log: () => string;
}

function launch(program: string, config: object, flags: readonly string[], port: number): Launched {
  const folder = mkdtempSync(join(tmpdir(), 'canary-gate-prometheus-'));
  const file = join(folder, 'prometheus.yml');
  writeFileSync(file, JSON.stringify(config));
  const child = spawn(
    program,
    [
      `--config.file=${file}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--web.route-prefix=/prom/',
      ...flags,
    ],
    { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let log = '';
  child.stderr?.on('data', (chunk) => {
    log = (log + chunk).slice(-4000);
  });
  child.on('error', (error) => {
    log += error.message;
  });
  const kill = () => void child.kill('SIGKILL');
  // Afterwards nobody would end it when this process goes without its hooks.
  process.once('exit', kill);
  const stop = async () => {
    process.off('exit', kill);
    kill();
    if (isRunning(child)) await once(child, 'exit');
    rmSync(folder, { recursive: true, force: true });
  };
  const signal: Prometheus['signal'] = (name) => void child.kill(name);
  return { url: `http://127.0.0.1:${port}/prom`, signal, stop, child, log: () => log };
}

const isRunning = ({ pid, exitCode, signalCode }: ChildProcess) =>
  pid !== undefined && exitCode === null && signalCode === null;

/** What is wrong, or undefined once it answers. */
async function readiness({ url, child, log }: Launched): Promise<string | undefined> {
  const end = performance.now() + READY_WITHIN;
  while (isRunning(child) && performance.now() < end) {
    const answer = await fetch(`${url}/-/ready`, { signal: AbortSignal.timeout(2000) }).catch(
      () => undefined,
    );
    await answer?.body?.cancel();
    if (answer?.ok && isRunning(child)) return undefined;
    await sleep(50);
  }
  return log() || 'it was not ready in time';
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
