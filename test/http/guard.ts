import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A proxy on loopback, as people put before a Prometheus, that lets in whom it knows; ends with the test. */
export async function guarded(
  behind: string,
  isKnown: (headers: IncomingMessage['headers']) => boolean,
): Promise<{ readonly url: string; readonly denied: () => number }> {
  let denied = 0;
  const server = createServer((incoming, response) => {
    if (!isKnown(incoming.headers)) {
      denied += 1;
      // Some repeat what they were told, credentials and all.
      response.writeHead(401).end(JSON.stringify(incoming.headers));
      return;
    }
    const { method, headers, url = '' } = incoming;
    const outgoing = request(new URL(behind).origin + url, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outgoing.on('error', () => response.destroy());
    incoming.pipe(outgoing);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}${new URL(behind).pathname}`, denied: () => denied };
}
