import { type Dialled, dialerOf, protocolsOf } from '../../http/dial.ts';
import type { LoadJob } from '../../model/engine.ts';
import type { Target } from '../../model/target.ts';
import type { Transport } from './call.ts';
import { Http1Transport } from './http1/transport.ts';

/**
 * The transport for a target: what the plan says, or what the target prefers where the plan leaves it to both. Rejects
 * with a `StartError` when a TLS file cannot be used.
 */
export async function openTransport({ target, proxy, now }: LoadJob): Promise<Transport> {
  const protocol = 'http/1.1'; // await protocolFor(target, proxy);
  const dialer = dialerOf(target, { proxy, protocols: [protocol] });
  const options = { url: target.url, now, dialer, ...target.connection };
  return new Http1Transport(options);
}

/** Asks the target only where it has a choice; one that cannot be reached now is loaded by HTTP/1.1. */
async function protocolFor(target: Target, proxy: LoadJob['proxy']) {
  const protocols = protocolsOf(target);
  if (protocols.length === 1) return protocols[0] as (typeof protocols)[number];
  const dialer = dialerOf(target, { proxy, protocols });
  const spoken = await new Promise<Dialled['alpn']>((resolve) => {
    dialer.open({ timeout: target.connection.connectTimeout }, (_, dialled) => {
      dialled?.socket.on('error', () => {}).destroy();
      resolve(dialled?.alpn ?? 'h1');
    });
  });
  return spoken === 'h2' ? 'h2' : 'http/1.1';
}
