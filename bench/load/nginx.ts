import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { findExecutable } from './find.ts';
import { configOf, parseStatus, type Status } from './nginx-config.ts';
import { type TemporaryFolder, temporaryFolder } from './temporary.ts';

/** The server that every generator loads. */
export interface Server {
  readonly url: string;
  readonly tlsUrl: string;
  /** PEM file of its certificate. */
  readonly certificate: string;
  status(): Promise<Status>;
  /** When the requests to `/logged` were answered, in milliseconds since the epoch. */
  moments(): number[];
  stop(): Promise<void>;
}

export interface ServerOptions {
  readonly core: number | undefined;
  /** Most connections at a time. */
  readonly connections: number;
}

/** Starts nginx with one worker in a temporary folder of its own. Throws when it does not answer within 5 seconds. */
export async function startNginx({ core, connections }: ServerOptions): Promise<Server> {
  const executable = findExecutable('nginx');
  if (executable === undefined) throw new Error('nginx is missing: it is what every generator loads');
  const temporary = temporaryFolder();
  const folder = temporary.path;
  makeCertificate(folder);
  const [plain, tls] = [await freePort(), await freePort()];
  writeFileSync(join(folder, 'nginx.conf'), configOf({ plain, tls }, connections));
  const pinned = core === undefined ? [] : ['taskset', '-c', String(core)];
  const [file, ...rest] = [...pinned, executable, '-e', 'error.log', '-p', folder, '-c', 'nginx.conf'];
  const child = spawn(file as string, rest, { stdio: 'ignore' });
  const stop = stopper(child, temporary);
  const status = () => statusAt(plain);
  await answering(status, folder).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    url: `http://127.0.0.1:${plain}/`,
    tlsUrl: `https://127.0.0.1:${tls}/`,
    certificate: join(folder, 'certificate.pem'),
    status,
    moments: () => momentsIn(join(folder, 'moments.log')),
    stop,
  };
}

function makeCertificate(folder: string): void {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', 'key.pem'];
  const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'];
  const out = ['-days', '2', '-out', 'certificate.pem'];
  execFileSync('openssl', ['req', '-x509', ...key, ...name, ...out], { cwd: folder, stdio: 'ignore' });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

async function answering(status: () => Promise<Status>, folder: string): Promise<void> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const answered = await status().then(
      () => true,
      () => false,
    );
    if (answered) return;
    await sleep(100);
  }
  throw new Error(`nginx did not start: ${readOr(join(folder, 'error.log'))}`);
}

async function statusAt(port: number): Promise<Status> {
  const request = get({ port, host: '127.0.0.1', path: '/status', agent: false, timeout: 30_000 });
  request.once('timeout', () => request.destroy(new Error('nginx did not tell its status within 30 s')));
  const [response] = (await once(request, 'response')) as [NodeJS.ReadableStream];
  return parseStatus(await text(response));
}

function momentsIn(file: string): number[] {
  return readOr(file)
    .split('\n')
    .filter(Boolean)
    .map((line) => 1000 * Number(line));
}

function readOr(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function stopper(child: ChildProcess, folder: TemporaryFolder): () => Promise<void> {
  const end = () => void child.kill('SIGTERM');
  // Before the folder is removed.
  process.prependOnceListener('exit', end);
  return async () => {
    process.off('exit', end);
    if (child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    }
    folder.remove();
  };
}
