import { connect, createServer, type Server, type Socket } from 'node:net';
import { createServer as createSecureServer } from 'node:tls';
import type { Against } from '../run.ts';
import { certified } from './authority.ts';

/** Says whether the connection has been dealt with, or waits for ever; all others reach the server. */
type Gate = (isOld: boolean, socket: Socket) => boolean;

/** A good server behind a middlebox that looks at which versions are offered. */
export async function frontedBy(gate: Gate): Promise<{ against: Against; close: () => Promise<void> }> {
  const certificate = certified({});
  const server = createSecureServer({ cert: certificate.cert, key: certificate.key }, (socket) => {
    socket.on('error', () => {});
  });
  server.on('tlsClientError', () => {});
  const behind = await listen(server);
  const front = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (hello) => {
      if (gate(isOld(hello), socket)) return;
      const onward = connect(behind, '127.0.0.1', () => {
        onward.write(hello);
        socket.pipe(onward).pipe(socket);
      });
      onward.on('error', () => socket.destroy());
    });
  });
  const port = await listen(front);
  return {
    against: {
      url: `https://localhost:${port}`,
      ca: certificate.ca,
      policy: { tls: {} },
      endpoints: {},
      connectTimeout: '500ms',
    },
    close: async () => {
      certificate.remove();
      for (const each of [server, front]) each.close();
    },
  };
}

/** The version in the hello itself is 1.2 for anything newer; older ones name themselves there. */
function isOld(hello: Buffer): boolean {
  return hello.readUInt16BE(9) < 0x0303;
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return (server.address() as { port: number }).port;
}
