import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { describeWith } from '../../../tools.ts';
import { askAll, tally, transportTo } from './harness.ts';

const NGINX = { program: 'nginx', install: 'apt-get install nginx' };
const file = (name: string) => fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));

describeWith(NGINX, import.meta.filename, 'an nginx', (program) => {
  it.each([
    ['that ends a session after so many requests', 'keepalive_requests 100;', 100, 2000],
    ['that allows few streams', 'http2_max_concurrent_streams 8;', 64, 2000],
    ['that limits nothing', 'keepalive_requests 100000;', 50, 2000],
  ])('%s answers every request', async (_, directive, atOnce, total) => {
    const transport = transportTo(await startNginx(program, directive), { protocol: 'h2' });
    const ends = [];
    while (ends.length < total) ends.push(...(await askAll(transport, atOnce, { capture: 99 })));
    expect(tally(ends.map(({ status, code, body }) => code ?? `${status} ${body}`))).toEqual({
      '200 hello': ends.length,
    });
  });
});

async function startNginx(program: string, directive: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'canary-gate-nginx-'));
  const port = await freePort();
  writeFileSync(join(folder, 'nginx.conf'), configuration(folder, port, directive));
  const child = spawn(program, ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'error.log']);
  const ended = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });
  await listening(port);
  return `https://127.0.0.1:${port}`;
}

const configuration = (folder: string, port: number, directive: string): string => `
  daemon off;
  master_process off;
  pid ${folder}/nginx.pid;
  events {}
  http {
    access_log off;
    ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${folder}/${kind};`).join('\n')}
    server {
      listen 127.0.0.1:${port} ssl http2;
      ssl_certificate ${file('test-only-cert.pem')};
      ssl_certificate_key ${file('test-only-key.pem')};
      ${directive}
      return 200 hello;
    }
  }`;

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
