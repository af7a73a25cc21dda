import type { Server } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { decodeJwt } from 'jose';
import type { Seen } from './service.ts';

/** Notes every request that the server has answered, in the order of the answers. */
export function watch(server: Server | SecureServer): Seen[] {
  const seen: Seen[] = [];
  server.prependListener('request', (request, response) => {
    const { method = '', url = '', headers, socket } = request;
    const address = String(socket.remoteAddress);
    response.once('finish', () => {
      const retryAfter = response.getHeader('retry-after');
      seen.push({
        at: Date.now(),
        address,
        method,
        path: url,
        subject: subjectOf(headers.authorization),
        status: response.statusCode,
        retryAfter: retryAfter === undefined ? undefined : Number(retryAfter),
      });
    });
  });
  return seen;
}

function subjectOf(authorization = ''): string | undefined {
  try {
    return decodeJwt(authorization.replace(/^bearer +/i, '')).sub;
  } catch {
    return undefined;
  }
}

/** On a free port of loopback. */
export async function listen(server: Server | SecureServer): Promise<number> {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return (server.address() as AddressInfo).port;
}

export async function end(server: Server | SecureServer): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
