import { dialerOf } from '../../http/dial.ts';
import type { LoadJob } from '../../model/engine.ts';
import type { Transport } from './call.ts';
import { Http1Transport } from './http1/transport.ts';

/**
 * The transport for a target. HTTP/2 is loaded where it is spoken alone, since most loads need none of it. Rejects with
 * a `StartError` when a TLS file cannot be used.
 */
export async function openTransport({ target, proxy, protocol, now }: LoadJob): Promise<Transport> {
  const { url, connection } = target;
  if ((protocol ?? connection.protocol) === 'h2') {
    const { Http2Transport } = await import('./http2/transport.ts');
    return new Http2Transport({
      ...connection,
      url,
      now,
      dialer: dialerOf(target, { proxy, protocols: ['h2'] }),
    });
  }
  const dialer = dialerOf(target, { proxy, protocols: ['http/1.1'] });
  return new Http1Transport({ ...connection, url, now, dialer });
}
