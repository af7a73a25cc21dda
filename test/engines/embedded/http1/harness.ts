import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { Call } from '../../../../src/engines/embedded/call.ts';
import { Http1Transport } from '../../../../src/engines/embedded/http1/transport.ts';
import { dialerOf } from '../../../../src/http/dial.ts';
import { Target } from '../../../../src/model/target.ts';

/** A server that is given every connection with its number, and what came on it as text. */
export async function listen(
  onData: (socket: Socket, text: string, connection: number, request: number) => void,
): Promise<{ url: string; server: Server; connections: () => number }> {
  let connections = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    connections += 1;
    const connection = connections;
    let request = 0;
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    socket.on('data', (chunk) => onData(socket, chunk.toString('latin1'), connection, ++request));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, server, connections: () => connections };
}

export function transportTo(url: string, connection: object = {}): Http1Transport {
  const target = Target.parse({ url, connection });
  const dialer = dialerOf(target, { protocols: ['http/1.1'] });
  const transport = new Http1Transport({
    url,
    now: () => performance.now(),
    dialer,
    ...target.connection,
  });
  onTestFinished(() => transport.close());
  return transport;
}

export interface Ended {
  readonly status: number;
  readonly bytes: number;
  readonly body: string;
  readonly code: string | undefined;
  readonly kind: string | undefined;
  readonly connected: boolean;
  readonly elapsed: number;
  readonly lines: readonly (readonly [string, string])[];
}

/** Sends one request and copies what became of it. */
export function ask(
  transport: Http1Transport,
  {
    method = 'GET',
    path = '/',
    body,
    ...settings
  }: Partial<Call> & { method?: string; path?: string; body?: string } & object = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    const call = new Call((ended) =>
      resolve({
        status: ended.status,
        bytes: ended.bytes,
        body: ended.text() ?? '(broken)',
        code: ended.failure?.code,
        kind: ended.failure?.kind,
        connected: !Number.isNaN(ended.connect),
        elapsed: ended.ended - ended.started,
        lines: ended.headers(),
      }),
    );
    call.message = transport.prepare({ method, path, headers: [], body });
    Object.assign(call, settings);
    transport.send(call);
  });
}

export const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** An answer of 200 with a body. */
export const answer = (body = 'ok', lines = ''): string =>
  `HTTP/1.1 200 OK\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${lines}\r\n${body}`;
