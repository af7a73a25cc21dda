import { readFileSync } from 'node:fs';
import {
  createSecureServer,
  createServer,
  type IncomingHttpHeaders,
  type SecureServerOptions,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { Call } from '../../../../src/engines/embedded/call.ts';
import { Http2Transport } from '../../../../src/engines/embedded/http2/transport.ts';
import { dialerOf } from '../../../../src/http/dial.ts';
import { Target } from '../../../../src/model/target.ts';

export interface Served {
  readonly url: string;
  /** In the order in which they were opened. */
  readonly sessions: readonly ServerHttp2Session[];
}

/** Is given every stream, and how many came before it, on its session and on all. */
export type OnStream = (
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  number: { readonly session: number; readonly stream: number },
) => void;

export interface ServeOptions extends SecureServerOptions {
  readonly isSecure?: boolean;
  readonly onSession?: (session: ServerHttp2Session) => void;
}

/** An HTTP/2 server on a free port of loopback, gone when the test ends. */
export async function serve(onStream: OnStream, options: ServeOptions = {}): Promise<Served> {
  const { isSecure = false, onSession, ...settings } = options;
  const server = isSecure
    ? createSecureServer({ ...settings, key: fixture('key'), cert: fixture('cert') })
    : createServer(settings);
  const sessions: ServerHttp2Session[] = [];
  server.on('session', (session) => {
    const number = sessions.push(session) - 1;
    let stream = 0;
    session.on('error', () => {});
    session.on('stream', (opened: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
      opened.on('error', () => {});
      onStream(opened, headers, { session: number, stream: stream++ });
    });
    onSession?.(session);
  });
  onTestFinished(() => {
    for (const session of sessions) session.destroy();
  });
  return { url: await listening(server, isSecure ? 'https' : 'http'), sessions };
}

/** A server that is no HTTP/2 server, or a broken one: it is given the bare connection. */
export async function serveBare(onConnection: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    onConnection(socket);
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  return listening(server, 'http');
}

async function listening(server: Server, scheme: string): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function fixture(what: 'cert' | 'key'): Buffer {
  return readFileSync(new URL(`../../fixtures/test-only-${what}.pem`, import.meta.url));
}

/** A transport to a server of loopback, whose certificate is not looked at; closed when the test ends. */
export function transportTo(url: string, connection: object = {}): Http2Transport {
  const target = Target.parse({ url, tls: { insecure: true }, connection });
  const dialer = dialerOf(target, { protocols: ['h2'] });
  const now = () => performance.now();
  const transport = new Http2Transport({ url, now, dialer, ...target.connection });
  onTestFinished(() => transport.close());
  return transport;
}

/** What became of a call. */
export interface Ended {
  readonly status: number;
  readonly bytes: number;
  readonly body: string;
  readonly truncated: boolean;
  readonly code: string | undefined;
  readonly kind: string | undefined;
  readonly connect: number;
  readonly firstByte: number;
  readonly elapsed: number;
  readonly lines: readonly (readonly [string, string])[];
  readonly type: string | undefined;
}

export interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: readonly string[];
  readonly body?: string;
  readonly timeout?: number;
  readonly capture?: number;
  readonly localAddress?: string;
  readonly onChunk?: Call['onChunk'];
  /** Is given the call once it is sent. */
  readonly onSent?: (call: Call) => void;
}

/** Sends one request and copies what became of it. */
export function ask(transport: Http2Transport, asked: Asked = {}): Promise<Ended> {
  const { method = 'GET', path = '/', headers = [], body, onSent, ...settings } = asked;
  return new Promise((resolve) => {
    const call = new Call((ended) => resolve(copyOf(ended)));
    call.message = transport.prepare({ method, path, headers, body });
    Object.assign(call, settings);
    transport.send(call);
    onSent?.(call);
  });
}

/** Sends as many at once. */
export function askAll(transport: Http2Transport, count: number, asked: Asked = {}): Promise<Ended[]> {
  return Promise.all(Array.from({ length: count }, () => ask(transport, asked)));
}

function copyOf(ended: Call): Ended {
  return {
    status: ended.status,
    bytes: ended.bytes,
    body: ended.text() ?? '(broken)',
    truncated: ended.truncated,
    code: ended.failure?.code,
    kind: ended.failure?.kind,
    connect: ended.connect,
    firstByte: ended.firstByte - ended.started,
    elapsed: ended.ended - ended.started,
    lines: ended.headers(),
    type: ended.header('content-type'),
  };
}

export const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A plain answer. */
export const ok = (stream: ServerHttp2Stream, body = 'ok'): void => {
  if (stream.destroyed) return;
  stream.respond({ ':status': 200, 'content-type': 'text/plain' });
  stream.end(body);
};

/** How many of each there are. */
export function tally(values: readonly (string | number | undefined)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[String(value)] = (counts[String(value)] ?? 0) + 1;
  return counts;
}
