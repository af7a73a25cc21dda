import { readFileSync } from 'node:fs';
import { createServer, request as forward, type IncomingMessage, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect, type Socket } from 'node:net';
import type { Certified } from './certificates.ts';
import { listen } from './dialling.ts';

export interface Proxy {
  readonly url: string;
  /** What was asked of it: the request line without its version. */
  readonly asked: string[];
  /** Every connection through it, for as long as it is open. */
  readonly tunnels: Set<Socket>;
}

export interface ProxyOptions {
  /** What it wants as `Proxy-Authorization`. */
  readonly authorization?: string;
  /** Answers CONNECT with this, in place of a tunnel. */
  readonly status?: number;
  /** With TLS to the proxy itself. */
  readonly certified?: Certified;
}

/** A proxy for one test: tunnels, and requests in absolute form; every name is looked up as loopback. */
export async function proxy({ authorization, status, certified }: ProxyOptions = {}): Promise<Proxy> {
  const asked: string[] = [];
  const tunnels = new Set<Socket>();
  const isWelcome = ({ headers }: IncomingMessage) =>
    authorization === undefined || headers['proxy-authorization'] === authorization;
  const server: Server = certified
    ? createSecureServer({ cert: readFileSync(certified.cert), key: readFileSync(certified.key) })
    : createServer();
  server.on('request', (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    if (!isWelcome(request)) return void response.writeHead(407).end();
    const { port, pathname, search, host } = new URL(request.url ?? '');
    const { 'proxy-authorization': _, ...headers } = request.headers;
    const onward = forward({
      host: '127.0.0.1',
      port,
      path: pathname + search,
      method: request.method,
      headers: { ...headers, host },
    });
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(response);
    });
    onward.on('error', () => response.writeHead(502).end());
    request.pipe(onward);
  });
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    asked.push(`${request.method} ${request.url}`);
    if (!isWelcome(request)) return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    if (status !== undefined) return void socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    tunnels.add(socket);
    const onward = connect(Number(request.url?.split(':').at(-1)), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(onward).pipe(socket);
    });
    onward.on('error', () => socket.destroy());
    socket
      .on('error', () => onward.destroy())
      .on('close', () => {
        tunnels.delete(socket);
        onward.destroy();
      });
  });
  const port = await listen(server);
  return { url: `http${certified ? 's' : ''}://127.0.0.1:${port}`, asked, tunnels };
}
