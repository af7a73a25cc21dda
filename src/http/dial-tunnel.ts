import { request } from 'node:http';
import type { Socket } from 'node:net';
import type { ProxySettings } from '../model/target.ts';
import { failure } from './dial-hop.ts';

/**
 * Asks a proxy for a tunnel (CONNECT, RFC 9110, section 9.3.6) over a connection to it. Settles once, with an error of
 * code `proxy-refused` where the proxy says no.
 */
export function openTunnel(
  socket: Socket,
  { url, authorization }: ProxySettings,
  authority: string,
  settled: (error?: Error) => void,
): void {
  const headers = {
    host: authority,
    connection: 'keep-alive',
    ...(authorization && { 'proxy-authorization': authorization }),
  };
  const asked = request({ method: 'CONNECT', path: authority, headers, createConnection: () => socket });
  asked.once('error', ({ message }) => settled(refusal(url, authority, `failed: ${message}`)));
  asked.once('connect', ({ statusCode = 0 }, _, early) => {
    // A server may speak first, as one of HTTP/2 does.
    if (early.length > 0) socket.unshift(early);
    const isOpen = statusCode >= 200 && statusCode <= 299;
    settled(isOpen ? undefined : refusal(url, authority, `was answered ${statusCode}${hint(statusCode)}`));
  });
  asked.end();
  // From now on its errors are told by what lies above, or by its close.
  socket.on('error', () => {});
}

function refusal(url: string, authority: string, what: string): Error {
  return failure('proxy-refused', `CONNECT ${authority} by the proxy ${url} ${what}`);
}

function hint(status: number): string {
  return status === 407 ? ' (a user and password are wanted, in the URL of the proxy)' : '';
}
