import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Control, EXPOSED, QUOTA, WINDOW } from '../service.ts';
import { end, listen, watch } from '../watch.ts';
import { expressApp, planOf } from './express.ts';

export const NGINX = { program: 'nginx', install: 'apt-get install nginx' };

/** `nodelay` rejects what is beyond the burst at once; without it, requests are delayed to the rate first. */
export type Delaying = 'nodelay' | '';

/** In ms; the delayed burst takes all of it. */
const WINDOWS: Readonly<Record<Delaying, number>> = { nodelay: WINDOW, '': WINDOW / 2 };

/** The Express service behind an nginx that limits by address and by token; rejections are 503, its default. */
export async function startNginx(program: string, delaying: Delaying = 'nodelay'): Promise<Control> {
  const upstream = createHttpServer(expressApp('draft-8', { limited: false }));
  const seen = watch(upstream);
  const folder = mkdtempSync(join(tmpdir(), 'canary-gate-nginx-'));
  const [behind, port] = [await listen(upstream), await freePort()];
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, configuration(folder, port, behind, delaying));
  const child = spawn(program, ['-p', folder, '-c', file, '-e', 'error.log']);
  const ended = once(child, 'exit');
  const close = async () => {
    child.kill('SIGTERM');
    await Promise.all([ended, end(upstream)]);
    rmSync(folder, { recursive: true, force: true });
  };
  await listening(port);
  const window = `${WINDOWS[delaying]}ms`;
  const limit = { status: 503, retryAfter: false, algorithm: 'token-bucket', window } as const;
  const plan = planOf({ limitHeaders: 'none', limit, scope: 'token', exposed: EXPOSED });
  return { url: `http://127.0.0.1:${port}`, plan, seen, close };
}

const rateOf = (delaying: Delaying) => `rate=${(QUOTA * 1000) / WINDOWS[delaying]}r/s`;

const configuration = (folder: string, port: number, behind: number, delaying: Delaying): string => `
  daemon off;
  master_process off;
  pid ${folder}/nginx.pid;
  events {}
  http {
    access_log off;
    server_tokens off;
    ${TEMPORARY.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join('\n')}
    limit_req_zone $binary_remote_addr zone=address:1m ${rateOf(delaying)};
    limit_req_zone $http_authorization zone=token:1m ${rateOf(delaying)};
    upstream service { server 127.0.0.1:${behind}; keepalive 16; }
    server {
      listen 127.0.0.1:${port};
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $host;
      proxy_buffering off;
      location = / {
        limit_req zone=address burst=${QUOTA - 1} ${delaying};
        proxy_pass http://service;
      }
      location ~* ^/api/ {
        limit_req zone=token burst=${QUOTA - 1} ${delaying};
        proxy_pass http://service;
      }
      location / { proxy_pass http://service; }
    }
  }`;

const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function listening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
      socket.on('connect', () => socket.destroy());
    });
    if (isOpen) return;
    await sleep(50);
  }
  throw new Error('nginx did not start');
}
