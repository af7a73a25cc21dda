import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { z } from 'zod';
import { type Dialer, type DialerOptions, type Dialled, dialerOf } from '../../src/http/dial.ts';
import type { DialOptions } from '../../src/http/dial-attempt.ts';
import { Target } from '../../src/model/target.ts';

export const HTTP1: DialerOptions = { protocols: ['http/1.1'] };

export function dialer(target: z.input<typeof Target>, options: DialerOptions = HTTP1): Dialer {
  return dialerOf(Target.parse(target), options);
}

/** Opens one connection for one test; a failure is given, not thrown. */
export async function dial(
  by: Dialer,
  options: Partial<DialOptions> = {},
): Promise<Partial<Dialled> & { error?: NodeJS.ErrnoException }> {
  return new Promise((resolve) => {
    by.open({ timeout: 10_000, ...options }, (error, connection) => {
      if (!connection) return resolve({ error: error as NodeJS.ErrnoException });
      connection.socket.on('error', () => {});
      onTestFinished(() => void connection.socket.destroy());
      resolve(connection);
    });
  });
}

/** Listens for one test; gives the port. */
export async function listen(server: Server, host = '127.0.0.1'): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
  });
  server.listen(0, host);
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** What a connection brings, until so many characters are there. */
export async function received(socket: Socket, length: number): Promise<string> {
  let text = '';
  for await (const chunk of socket) {
    text += String(chunk);
    if (text.length >= length) break;
  }
  return text;
}
