import {
  createServer,
  type IncomingMessage,
  request as requestPlain,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecureServer, request as requestSecure } from 'node:https';
import { type AddressInfo, isIPv4, type Socket } from 'node:net';
import { DEMO_ONLY_CERTIFICATE, DEMO_ONLY_CERTIFICATE_KEY } from '../../../src/demo/keys.ts';

/** A real server that counts what comes, whatever becomes of it. */
export interface Counting {
  readonly url: string;
  /** Requests, and connections on which none came: probes of TLS and ports. Reading the server's clock is left out. */
  count(): number;
  close(): Promise<void>;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A reverse proxy on loopback before `upstream`; byte for byte, from the address that it was asked from. */
export function countingProxy(upstream: string): Promise<Counting> {
  return counting((request, response) => forward(upstream, request, response), upstream.startsWith('https:'));
}

/** A server that counts, and answers every request in the same way. */
export async function counting(answer: Answer, secure = false): Promise<Counting> {
  const server = secure ? createSecureServer(CERTIFIED) : createServer();
  let requests = 0;
  let readings = 0;
  const silent = new Set<Socket>();
  server.on('connection', (socket: Socket) => void silent.add(socket));
  const take = (socket: Socket) => {
    requests += 1;
    for (const each of silent) if (isSame(each, socket)) silent.delete(each);
  };
  server.on('request', (request, response) => {
    take(request.socket);
    if (isReading(request)) readings += 1;
    answer(request, response);
  });
  for (const event of ['upgrade', 'connect'] as const)
    server.on(event, (request, socket) => {
      take(request.socket);
      socket.destroy();
    });
  server.on('clientError', (_, socket) => void socket.destroy());
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${secure ? 'https' : 'http'}://127.0.0.1:${port}`,
    count: () => requests - Math.min(readings, 1) + silent.size,
    close: () => end(server),
  };
}

const CERTIFIED = { cert: DEMO_ONLY_CERTIFICATE, key: DEMO_ONLY_CERTIFICATE_KEY };

/** TLS has a socket of its own above that of the connection. */
function isSame(connection: Socket, socket: Socket): boolean {
  return connection.remotePort === socket.remotePort && connection.remoteAddress === socket.remoteAddress;
}

/** The one request that belongs to no check: it reads the server's clock. */
function isReading({ method, url, headers }: IncomingMessage): boolean {
  return (
    method === 'HEAD' && url === '/' && headers.authorization === undefined && headers.origin === undefined
  );
}

function forward(upstream: string, request: IncomingMessage, response: ServerResponse): void {
  const { hostname, port, protocol } = new URL(upstream);
  const address = request.socket.remoteAddress ?? '';
  const options = {
    hostname,
    port,
    path: request.url,
    method: request.method,
    headers: request.rawHeaders,
    rejectUnauthorized: false,
    ...(isIPv4(address) && { localAddress: address }),
  };
  const onward = protocol === 'https:' ? requestSecure(options) : requestPlain(options);
  onward.on('response', (answer) => {
    response.sendDate = false;
    response.writeHead(answer.statusCode!, answer.statusMessage, answer.rawHeaders);
    answer.pipe(response);
    answer.on('error', () => response.destroy());
  });
  onward.on('error', () => response.destroy());
  response.on('close', () => onward.destroy());
  request.pipe(onward);
}

async function end(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
