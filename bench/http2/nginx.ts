import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findExecutable } from '../load/find.ts';
import { temporaryFolder } from '../load/temporary.ts';

export interface Server {
  /** Answers any request with a few bytes, by HTTP/2 over TLS. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts nginx with one worker, in a temporary folder. Throws when it does not listen within 5 seconds. */
export async function startNginx(): Promise<Server> {
  const executable = findExecutable('nginx');
  if (executable === undefined) throw new Error('nginx is missing: apt-get install nginx');
  const folder = temporaryFolder();
  const port = await freePort();
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', 'key.pem'];
  const certificate = [
    'req',
    '-x509',
    ...key,
    '-subj',
    '/CN=localhost',
    '-days',
    '2',
    '-out',
    'certificate.pem',
  ];
  execFileSync('openssl', certificate, { cwd: folder.path, stdio: 'ignore' });
  writeFileSync(join(folder.path, 'nginx.conf'), configuration(port));
  const child = spawn(executable, ['-e', 'error.log', '-p', folder.path, '-c', 'nginx.conf'], {
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  const kill = () => void child.kill('SIGTERM');
  process.prependOnceListener('exit', kill);
  await listening(port);
  return {
    url: `https://127.0.0.1:${port}/`,
    async stop() {
      process.off('exit', kill);
      kill();
      await ended;
      folder.remove();
    },
  };
}

const configuration = (port: number): string => `
  daemon off; master_process off; pid nginx.pid;
  events { worker_connections 1024; }
  http {
    access_log off;
    keepalive_requests 1000000000;
    client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi; scgi_temp_path scgi;
    server {
      listen 127.0.0.1:${port} ssl http2;
      ssl_certificate certificate.pem;
      ssl_certificate_key key.pem;
      return 200 "hello world";
    }
  }`;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

async function listening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isOpen) return;
    await sleep(50);
  }
  throw new Error('nginx did not start');
}
