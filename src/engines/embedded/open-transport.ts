import net from 'node:net';
import type { LoadJob } from '../../model/engine.ts';
import type { Transport } from './call.ts';
import { Http1Transport } from './http1/transport.ts';

/** The transport for a target: HTTP/2 where the plan or the target wants it, else HTTP/1.1. */
export async function openTransport({ target, now }: LoadJob): Promise<Transport> {
  const { hostname, port } = new URL(target.url);
  const dialer = {
    requestPrefix: '',
    requestHeaders: [],
    open(
      { localAddress, onread }: { localAddress?: string; onread?: net.OnReadOpts },
      done: (
        error: Error | undefined,
        dialled?: { socket: net.Socket; alpn: 'h1' | 'h2'; onread: boolean },
      ) => void,
    ) {
      const socket = net.connect({
        host: hostname.replace(/^\[|\]$/g, ''),
        port: Number(port || 80),
        noDelay: true,
        ...(localAddress ? { localAddress } : {}),
        ...(onread ? { onread } : {}),
      });
      const fail = (error: Error) => done(error);
      socket.once('error', fail);
      socket.once('connect', () => {
        socket.off('error', fail);
        done(undefined, { socket, alpn: 'h1', onread: true });
      });
      return { abort: () => socket.destroy() };
    },
  };
  return new Http1Transport({ url: target.url, now, dialer: dialer as never, connectTimeout: 10_000 });
}
